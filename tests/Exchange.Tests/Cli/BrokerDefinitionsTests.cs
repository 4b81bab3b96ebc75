using System.Net;
using System.Text.Json.Nodes;
using Exchange.Cli.Broker;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;

namespace Exchange.Tests.Cli;

internal sealed class BrokerDefinitionsTests
{
    private static readonly Mailbox OfBangladesh = new()
    {
        Owner = PartyName.Parse("BGD"),
        Counterparts = [PartyName.Parse("MYS"), PartyName.Parse("THA")],
        Listen = new(IPAddress.Any, 5671),
        AuthoritiesFile = "/b/authorities.pem",
        CertificateFile = "/b/broker.pem",
        KeyFile = "/b/broker.key",
        DefinitionsFile = "/b/definitions.json",
        RevocationFolder = "/b/crls",
    };

    [Test]
    public void The_brokers_user_may_read_its_files_and_none_is_written_through_a_link()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine", "victim");
        Directory.CreateDirectory(folder.In("broker"));
        var broker = new BrokerFolder(folder.In("broker"));
        using var home = TestHome.Of("BGD");
        var card = PartyCard.Read(File.ReadAllBytes(home.In("party.json"))).OrThrow();
        string[] files =
        [
            broker.Configuration,
            broker.Advanced,
            broker.Definitions,
            broker.EnabledPlugins,
            broker.Authorities,
            Path.Combine(broker.Path, card.RevocationFiles().Keys.Single()),
        ];
        foreach (var file in files)
            File.CreateSymbolicLink(file, folder.In("victim"));

        broker.Write(OfBangladesh with { RevocationFolder = broker.Path }, card);

        File.ReadAllText(folder.In("victim")).ShouldBe("mine");
        files.ShouldAllBe(file =>
            File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)
        );
    }

    [Test]
    public void A_counterpart_may_write_to_its_own_border_and_do_nothing_else()
    {
        var permissions = Entries("permissions", "user", "MYS");

        permissions
            .ShouldHaveSingleItem()
            .ToJsonString()
            .ShouldBe("""{"user":"MYS","vhost":"border-MYS","configure":"^$","write":"^border$","read":"^$"}""");
    }

    [Test]
    public void The_owner_reads_every_mailbox_and_writes_and_configures_nothing()
    {
        var permissions = Entries("permissions", "user", "BGD");

        permissions.Select(entry => (string?)entry["vhost"]).ShouldBe(["border-MYS", "border-THA"]);
        permissions.ShouldAllBe(entry => (string?)entry["configure"] == "^$" && (string?)entry["write"] == "^$");
        permissions.ShouldAllBe(entry => (string?)entry["read"] == "^(messages|chunks)$");
    }

    [Test]
    public void Nobody_has_a_password_a_tag_or_the_name_guest()
    {
        var users = Entries("users");

        users.Select(user => (string?)user["name"]).ShouldBe(["BGD", "MYS", "THA"]);
        users.ShouldAllBe(user => (string?)user["password_hash"] == "" && user["tags"]!.AsArray().Count == 0);
    }

    [Test]
    public void Every_queue_is_a_quorum_queue() =>
        Entries("queues").ShouldAllBe(queue => (string?)queue["arguments"]!["x-queue-type"] == "quorum");

    [Test]
    public void Dead_letters_are_kept_for_ninety_days() =>
        Entries("policies", "name", "dead-letters")
            .ShouldAllBe(policy => (long)policy["definition"]!["message-ttl"]! == (long)TimeSpan.FromDays(90).TotalMilliseconds);

    [Test]
    public void What_is_not_read_is_bounded_to_a_few_megabytes_and_messages_to_their_limits()
    {
        foreach (
            var (name, bytes, overflow) in new[]
            {
                ("mailbox", 1024L << 20, "reject-publish"),
                ("chunks", 16L << 20, "reject-publish"),
                ("dead-letters", 16L << 20, "drop-head"),
            }
        )
        {
            var policies = Entries("policies", "name", name);
            policies.Count.ShouldBe(2);
            policies.ShouldAllBe(policy =>
                (long)policy["definition"]!["max-length-bytes"]! == bytes && (string?)policy["definition"]!["overflow"] == overflow
            );
            policies.ShouldAllBe(policy => (int)policy["definition"]!["max-length"]! <= (name == "mailbox" ? 100_000 : 64));
        }
        // One queue, one policy: which of two held would be chance.
        Entries("policies", "vhost", "border-MYS")
            .Select(policy => (string?)policy["pattern"])
            .ShouldBe(["^messages$", "^chunks$", "^dead-letters$"]);
    }

    [TestCase("0.0.0.0", "5671")]
    [TestCase("127.0.0.1", "127.0.0.1:5671")]
    [TestCase("::1", "::1:5671")]
    public void A_listener_is_written_as_the_broker_reads_it(string address, string listener) =>
        BrokerConfiguration
            .Of(OfBangladesh with { Listen = new(IPAddress.Parse(address), 5671) })
            .ShouldContain($"listeners.ssl.1 = {listener}\n");

    // RabbitMQ's own limit is 30 s, and it then closes the connection. A gateway that rests with all that it may have in hand reads
    // nothing.
    [Test]
    public void The_broker_waits_for_a_gateway_that_does_not_read_on() =>
        BrokerConfiguration.Of(OfBangladesh).ShouldContain("tcp_listen_options.send_timeout = 1800000\n");

    [Test]
    public void The_broker_takes_no_larger_frames_than_the_gateway_consumes() =>
        BrokerConfiguration.Of(OfBangladesh).ShouldContain($"frame_max = {Exchange.Gateway.Border.FrameGuard.FrameMax}\n");

    [Test]
    public void An_owner_is_not_its_own_counterpart() =>
        Should.Throw<ArgumentException>(() => BrokerDefinitions.Of(OfBangladesh with { Counterparts = [PartyName.Parse("BGD")] }));

    [TestCase("/b/a#b.pem")]
    [TestCase("/b/a\nlisteners.tcp.1 = 5672")]
    [TestCase("relative.pem")]
    [TestCase("/b/$(HOME).pem")]
    [TestCase("/b/দপ্তর.pem")]
    [TestCase("/b/é.pem")]
    public void A_path_that_would_mean_something_else_in_the_configuration_is_refused(string path) =>
        Should.Throw<ArgumentException>(() => BrokerConfiguration.Of(OfBangladesh with { AuthoritiesFile = path }));

    [TestCase("/b/a\"}]}.pem")]
    [TestCase("relative.pem")]
    public void A_path_that_would_mean_something_else_in_the_advanced_configuration_is_refused(string path) =>
        Should.Throw<ArgumentException>(() => BrokerConfiguration.AdvancedOf(OfBangladesh with { RevocationFolder = path }));

    [Test]
    public void What_the_advanced_configuration_replaces_says_the_same()
    {
        var (configuration, advanced) = (BrokerConfiguration.Of(OfBangladesh), BrokerConfiguration.AdvancedOf(OfBangladesh));

        foreach (var line in configuration.Split('\n').Where(line => line.StartsWith("ssl_options.", StringComparison.Ordinal)))
        {
            var (name, value) = (line[12..line.IndexOf(' ')], line[(line.IndexOf('=') + 2)..]);
            advanced.ShouldContain(
                name switch
                {
                    "versions.1" => "{versions, ['tlsv1.3']}",
                    _ when value.StartsWith('/') => $"{{{name}, \"{value}\"}}",
                    _ => $"{{{name}, {value}}}",
                }
            );
        }
    }

    [Test]
    public async Task The_lists_go_where_the_setting_says_and_a_relative_folder_is_a_usage_error()
    {
        using var home = TestHome.Of("BGD", "MYS");
        var settings = await File.ReadAllTextAsync(home.In("gateway.json"));
        home.Write(
            settings.Replace("5671", $"5671, \"RevocationFolder\": \"{home.In("lists")}\"", StringComparison.Ordinal),
            "gateway.json"
        );

        (await CommandRun.OfAsync("broker", "definitions", "--home", home.Folder, "--out", home.In("broker"))).ExitCode.ShouldBe(0);

        Directory.Exists(home.In("lists")).ShouldBeTrue();
        (await File.ReadAllTextAsync(home.In("broker", "advanced.config"))).ShouldContain($"{{dir, \"{home.In("lists")}\"}}");
        home.Write(settings.Replace("5671", "5671, \"RevocationFolder\": \"lists\"", StringComparison.Ordinal), "gateway.json");
        var relative = await CommandRun.OfAsync("broker", "definitions", "--home", home.Folder, "--out", home.In("broker"));
        relative.ExitCode.ShouldBe(2);
        relative.Progress.ShouldContain("Mailbox:RevocationFolder");
    }

    [Test]
    public async Task The_verb_writes_the_broker_a_configuration_that_trusts_the_owners_authorities_only()
    {
        using var home = TestHome.Of("BGD", "MYS", "THA");

        var run = await CommandRun.OfAsync("broker", "definitions", "--home", home.Folder, "--out", home.In("broker"), "--json");

        run.ExitCode.ShouldBe(0);
        JsonNode.Parse(run.Output)!["counterparts"]!.AsArray().Select(name => (string?)name).ShouldBe(["MYS", "THA"]);
        (await File.ReadAllTextAsync(home.In("broker", "authorities.pem"))).ShouldBe("authorities of BGD\n");
        (await File.ReadAllTextAsync(home.In("broker", "enabled_plugins"))).ShouldBe("[rabbitmq_auth_mechanism_ssl].\n");
        var configuration = await File.ReadAllLinesAsync(home.In("broker", "rabbitmq.conf"));
        configuration.ShouldContain("listeners.ssl.1 = 5671");
        configuration.ShouldContain($"ssl_options.cacertfile = {home.In("broker", "authorities.pem")}");
        configuration.ShouldContain($"load_definitions = {home.In("broker", "definitions.json")}");
    }

    [TestCase("it's")]
    [TestCase("no#1")]
    [TestCase("দপ্তর")]
    [TestCase("pejabat-kÉ")]
    public async Task A_folder_that_the_brokers_configuration_cannot_name_is_a_usage_error(string name)
    {
        using var home = TestHome.Of("BGD", "MYS");

        var run = await CommandRun.OfAsync("broker", "definitions", "--home", home.Folder, "--out", home.In(name));

        run.ExitCode.ShouldBe(2);
        run.Progress.ShouldContain(name);
        Directory.Exists(home.In(name)).ShouldBeFalse();
    }

    [Test]
    public async Task The_verb_refuses_a_home_whose_own_card_lies_among_its_counterparts()
    {
        using var home = TestHome.Of("BGD", "MYS", "BGD");

        var run = await CommandRun.OfAsync("broker", "definitions", "--home", home.Folder, "--out", home.In("broker"));

        run.ExitCode.ShouldBe(3);
        Directory.Exists(home.In("broker")).ShouldBeFalse();
    }

    [Test]
    public async Task The_verb_names_the_faults_of_a_card_that_is_none()
    {
        using var home = TestHome.Of("BGD", "MYS");
        home.Write("""{ "party": "Malaysia" }""", "counterparts", "MYS.party.json");

        var run = await CommandRun.OfAsync("broker", "definitions", "--home", home.Folder, "--out", home.In("broker"));

        run.ExitCode.ShouldBe(3);
        run.Progress.ShouldContain("MYS.party.json");
        run.Progress.ShouldContain("/party");
    }

    private static IReadOnlyList<JsonNode> Entries(string section, string? member = null, string? value = null) =>
        [
            .. from entry in JsonNode.Parse(BrokerDefinitions.Of(OfBangladesh))![section]!.AsArray()
            where member is null || (string?)entry![member] == value
            select entry,
        ];
}
