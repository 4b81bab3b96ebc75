using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Exchange.Cli;
using Exchange.Cli.Gateway;

namespace Exchange.Tests.Cli;

/// <summary>Whoever listens where the gateway should is shown no token.</summary>
internal sealed class ApiTransportTests
{
    private const int Refused = 3,
        Unreachable = 5;

    private TestHome _home = null!;

    [SetUp]
    public void Make()
    {
        _home = TestHome.Of("BGD");
        _home.Write("the-token-of-this-home\n", "api-key");
    }

    [TearDown]
    public void Remove() => _home.Dispose();

    [Test]
    public async Task A_program_that_has_taken_the_port_of_a_gateway_that_is_down_hears_nothing()
    {
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        _home.Write($$"""{ "Api": { "Url": "http://{{taker.LocalEndpoint}}" }, "Mailbox": {} }""", "gateway.json");

        var run = await CommandRun.OfAsync("inbox", "--home", _home.Folder);

        run.ExitCode.ShouldBe(Unreachable, run.Progress);
        run.Progress.ShouldContain("api.sock");
        taker.Pending().ShouldBeFalse();
    }

    [Test]
    public async Task A_socket_on_which_another_user_listens_than_the_homes_owner_is_not_used()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Ignore("Only root may give a folder to another user.");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_home.In("api.sock")));
        listener.Listen();
        using (var chown = Process.Start("chown", ["65534", _home.Folder]))
            await chown.WaitForExitAsync();
        using var client = new GatewayClient(GatewayAddress.Of(new Home(_home.Folder)));

        var failed = await Should.ThrowAsync<CommandFailedException>(() => client.GetAsync<object>("api/v1/links", CancellationToken.None));

        failed.Code.ShouldBe(ExitCode.VerificationFailed);
        failed.Message.ShouldContain("user 65534");
        using var connection = await listener.AcceptAsync();
        (await connection.ReceiveAsync(new byte[1])).ShouldBe(0);
    }

    [Test]
    public async Task A_home_whose_path_is_too_long_for_a_socket_is_refused_before_anything_is_made()
    {
        var home = Path.Combine(_home.Folder, new string('x', 100));

        var run = await CommandRun.OfAsync("party", "init", "BGD", "--home", home, "--mailbox", "127.0.0.1:5671");

        run.ExitCode.ShouldBe((int)ExitCode.Usage);
        run.Progress.ShouldContain("too long");
        Directory.Exists(home).ShouldBeFalse();
    }

    [Test]
    public async Task A_submission_over_the_limit_is_refused_with_the_limit_and_nobody_is_asked()
    {
        File.WriteAllBytes(_home.In("big.json"), new byte[600_000]);

        var run = await CommandRun.OfAsync("submit", _home.In("big.json"), "--home", _home.Folder);

        run.ExitCode.ShouldBe(Refused);
        run.Progress.ShouldContain("524288 bytes");
        run.Progress.ShouldNotContain("--key");
    }

    [Test]
    public async Task An_authority_that_is_none_is_told_so()
    {
        var run = await CommandRun.OfAsync(
            new Dictionary<string, string>
            {
                ["EXCHANGE_URL"] = "https://127.0.0.1:1",
                ["EXCHANGE_TOKEN_FILE"] = _home.In("api-key"),
                ["EXCHANGE_API_CA"] = _home.In("api-key"),
            },
            "inbox"
        );

        run.ExitCode.ShouldBe((int)ExitCode.Usage);
        run.Progress.ShouldContain("EXCHANGE_API_CA");
    }
}
