using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Exchange.Cli;
using RabbitMQ.Client.Exceptions;

namespace Exchange.IntegrationTests.Broker;

internal sealed class PrivateBrokerTests
{
    private static readonly byte[] Body = "sealed"u8.ToArray();

    private TestMailbox _mailbox = null!;

    [SetUp]
    public void Configure()
    {
        TestMailbox.Require();
        _mailbox = new();
        _mailbox.Configure(new());
    }

    [TearDown]
    public async Task Stop() => await _mailbox.DisposeAsync();

    [Test]
    public async Task What_was_confirmed_outlives_a_kill_and_a_stop()
    {
        await _mailbox.Broker.StartAsync(CancellationToken.None);
        await DeliverAsync();
        await _mailbox.Broker.KillAsync();
        await _mailbox.Broker.StartAsync(CancellationToken.None);
        await DeliverAsync();
        await _mailbox.Broker.StopAsync();
        await _mailbox.Broker.StartAsync(CancellationToken.None);

        await using var owner = await _mailbox.LogInAsync("BGD");
        await using var channel = await owner.CreateChannelAsync();
        (await channel.QueueDeclarePassiveAsync("messages")).MessageCount.ShouldBe(2u);
    }

    [Test]
    public async Task Definitions_that_are_loaded_again_change_the_limits_and_nothing_else()
    {
        await _mailbox.Broker.StartAsync(CancellationToken.None);
        await DeliverAsync();
        await _mailbox.Broker.StopAsync();
        _mailbox.Configure(new() { MaximumLength = 1 });
        await _mailbox.Broker.StartAsync(CancellationToken.None);

        (
            await Should.ThrowAsync<PublishException>(async () =>
            {
                for (var i = 0; i < 20; i++)
                    await DeliverAsync();
            })
        ).IsReturn.ShouldBeFalse();
        await using var owner = await _mailbox.LogInAsync("BGD");
        await using var channel = await owner.CreateChannelAsync();
        (await channel.BasicGetAsync("messages", autoAck: true)).ShouldNotBeNull().Body.ToArray().ShouldBe(Body);
    }

    [Test]
    public async Task Nothing_is_left_after_a_stop()
    {
        await _mailbox.Broker.StartAsync(CancellationToken.None);
        var family = Family(_mailbox.Broker.NodeId!.Value);

        await _mailbox.Broker.StopAsync();

        family.Where(IsAlive).ShouldBeEmpty();
    }

    [Test]
    public async Task Nothing_is_left_when_its_supervisor_is_killed()
    {
        await _mailbox.Broker.StartAsync(CancellationToken.None);
        var family = Family(_mailbox.Broker.NodeId!.Value);

        using (var supervisor = Process.GetProcessById(Parent(_mailbox.Broker.NodeId!.Value)))
            supervisor.Kill();

        await Eventually.IsAsync(false, () => Task.FromResult(family.Any(IsAlive)));
    }

    [Test]
    public async Task A_broker_boots_on_an_IPv6_address_and_listens_there_alone()
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Ignore("This machine has no IPv6.");
        _mailbox.Configure(new(), IPAddress.IPv6Loopback);

        await _mailbox.Broker.StartAsync(CancellationToken.None);

        Listeners
            .Of(_mailbox.Broker.NodeId!.Value)
            .Where(listener => listener.Port == _mailbox.Broker.Port)
            .ShouldHaveSingleItem()
            .Address.ShouldBe(IPAddress.IPv6Loopback);
    }

    [Test]
    public async Task A_broker_that_cannot_start_says_why()
    {
        await using var _ = _mailbox.Broker;
        File.Delete(_mailbox.AuthoritiesFile);

        var failed = await Should.ThrowAsync<CommandFailedException>(() => _mailbox.Broker.StartAsync(CancellationToken.None));

        failed.Message.ShouldContain("cacertfile");
        failed.Details.ShouldNotBeEmpty();
        _mailbox.Broker.NodeId.ShouldBeNull();
    }

    [Test]
    public async Task No_configuration_of_the_systems_own_broker_is_read()
    {
        await _mailbox.Broker.StartAsync(CancellationToken.None);
        var node = _mailbox.Broker.NodeId!.Value;

        var read = await BrokerControl.RunAsync(
            node,
            "rabbitmqctl eval 'maps:with([main_config_file, additional_config_files, advanced_config_file, conf_env_file, "
                + "config_base_dir], rabbit_prelaunch:get_context()).'"
        );

        read.ShouldContain("additional_config_files =>");
        read.ShouldContain(_mailbox.Folder);
        read.Split('"')
            .Where(text => text.StartsWith("/etc/", StringComparison.Ordinal) && text.Contains(".conf", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private async Task DeliverAsync()
    {
        await using var connection = await _mailbox.LogInAsync("MYS");
        await using var channel = await Confirming.ChannelAsync(connection);
        await Confirming.PublishAsync(channel, "message", Body);
    }

    // The supervising shell and everything below it: the node, its helpers, epmd.
    private static List<int> Family(int node)
    {
        List<int> family = [Parent(node)];
        for (var i = 0; i < family.Count; i++)
            family.AddRange(Directory.EnumerateDirectories("/proc").Select(ProcessId).Where(id => id != 0 && Parent(id) == family[i]));
        family.Count.ShouldBeGreaterThan(4);
        return family;
    }

    private static int ProcessId(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0;

    // proc(5): after the name in parentheses come the state and the parent.
    private static int Parent(int process) => Stat(process) is { } stat ? int.Parse(stat[1], CultureInfo.InvariantCulture) : 0;

    private static bool IsAlive(int process) => Stat(process) is { } stat && stat[0] != "Z";

    private static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
