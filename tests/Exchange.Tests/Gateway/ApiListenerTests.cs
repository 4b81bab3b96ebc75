using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Demo;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.People;
using Exchange.Gateway.Store;
using Exchange.Protocol.Api;
using Exchange.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>Where the API listens, and who may take its place.</summary>
[NonParallelizable]
internal sealed class ApiListenerTests
{
    private const int VerificationFailed = 4;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly int _port = LoopbackPorts.Free(1)[0];
    private TemporaryFolder _folder = null!;
    private GatewayHome _home = null!;

    private string Url => FormattableString.Invariant($"https://127.0.0.1:{_port}");

    private GatewaySettings OnTcp => new() { Api = new() { Url = Url } };

    [SetUp]
    public void Copy()
    {
        _folder = new();
        FoundedPair.CopyTo(_folder.Folder);
        _home = new(_folder.In("BGD"));
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task The_socket_is_its_users_and_groups_alone_whatever_the_umask_and_takes_the_place_of_one_that_a_crash_has_left()
    {
        await File.WriteAllTextAsync(_home.ApiSocket, "left");
        var before = Umask(0);
        try
        {
            await using var app = await StartAsync(new());
            File.GetUnixFileMode(_home.ApiSocket).ShouldBe(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            using var client = TestGateway.Client(_home);
            (await client.GetStringAsync("/health/live")).ShouldContain("live");
            await app.StopAsync();
            File.Exists(_home.ApiSocket).ShouldBeFalse();
        }
        finally
        {
            _ = Umask(before);
        }
    }

    [Test]
    public void A_home_whose_path_is_too_long_for_a_socket_is_refused_with_what_to_do()
    {
        var folder = Directory.CreateDirectory(_folder.In(new string('x', 100))).FullName;

        var refused = Should.Throw<UnsafeSettingException>(() => GatewayHost.Build(new(folder), new(), FoundedPair.OurKeys));

        refused.Message.ShouldContain("107 bytes");
        refused.Message.ShouldContain("shorter path");
    }

    [Test]
    public async Task On_TCP_clients_verify_the_certificate_that_the_home_has_made_before_they_show_the_token()
    {
        (
            await CommandRun.NowAsync("party", "init", "THA", "--home", _folder.In("THA"), "--mailbox", "127.0.0.1:5671", "--api", Url)
        ).ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(_folder.In("THA", "gateway.json"))).ShouldContain($"\"Url\": \"{Url}\"");
        File.GetUnixFileMode(_folder.In("THA", "tls", "api.key")).ShouldBe(OwnerOnly);
        foreach (var file in new[] { "api.pem", "api.key" })
            File.Copy(_folder.In("THA", "tls", file), Path.Combine(_home.Tls, file));
        await using var app = await StartAsync(OnTcp);

        (await RunAsync(_folder.In("THA", "tls", "authority.pem"))).ExitCode.ShouldBe(0);
        foreach (var authority in new[] { "", Path.Combine(_home.Tls, "broker.pem") })
        {
            var run = await RunAsync(authority);
            run.ExitCode.ShouldBe(VerificationFailed);
            run.Progress.ShouldContain("Neither the token nor anything else was sent");
        }

        using var sql = app.Services.GetRequiredService<Database>().OpenSession();
        sql.Scalar<long>("SELECT COUNT(*) FROM entries WHERE CAST(leaf AS TEXT) LIKE '%access-denied%'").ShouldBe(0);
        await app.StopAsync();
    }

    [Test]
    public async Task On_TCP_a_machine_opens_the_API_by_the_certificate_that_it_shows_until_that_is_revoked()
    {
        Issue("127.0.0.1", days: 1, withKey: true);
        await using var app = await StartAsync(OnTcp);
        using var machine = MachineCertificate();
        using var another = MachineCertificate();
        var keys = app.Services.GetRequiredService<KeyHandler>();
        var wanted = new NewKey("case-system", [Role.Officer]) { Certificate = machine.ExportCertificatePem() };
        (await keys.MakeAsync(wanted, TestCaller.Officer)).ShouldBeOfType<PeopleResult.Done>().Secret.ShouldBeNull();

        (await AskAsync(machine, token: null)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(machine, token: "wrong")).ShouldBe(HttpStatusCode.Unauthorized, "who sends a token is its owner");
        (await AskAsync(another, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(null, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        await keys.RevokeAsync("case-system", TestCaller.Officer);
        (await AskAsync(machine, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        await app.StopAsync();
    }

    private static IEnumerable<TestCaseData> BadCertificates() =>
        [
            Case("no certificate", (home, _) => File.Delete(home.ApiCertificate), "there is no", "tls/api.pem"),
            Case("no key", (home, _) => File.Delete(home.ApiKey), "there is no", "tls/api.key"),
            Case(
                "a key that others may read",
                (home, _) => File.SetUnixFileMode(home.ApiKey, OwnerOnly | UnixFileMode.GroupRead),
                "api.key",
                "chmod"
            ),
            Case(
                "a certificate that others may write",
                (home, _) => File.SetUnixFileMode(home.ApiCertificate, OwnerOnly | UnixFileMode.GroupWrite),
                "api.pem",
                "chmod"
            ),
            Case("the key of another", (home, issue) => issue("127.0.0.1", 1, false), "are not a certificate and its key"),
            Case("no PEM", (home, _) => File.WriteAllText(home.ApiCertificate, "none"), "are not a certificate and its key"),
            Case("the name of another", (home, issue) => issue("gateway.example", 1, true), "does not name 127.0.0.1"),
            Case("a past end", (home, issue) => issue("127.0.0.1", -1, true), "is valid from", "not now"),
        ];

    [TestCaseSource(nameof(BadCertificates))]
    public void On_TCP_a_gateway_does_not_start_with(Action<GatewayHome, Action<string, int, bool>> spoil, string[] words)
    {
        Issue("127.0.0.1", days: 1, withKey: true);
        spoil(_home, Issue);

        var refused = Should.Throw<UnsafeSettingException>(() => GatewayHost.Build(_home, OnTcp, FoundedPair.OurKeys));

        words.ShouldAllBe(word => refused.Message.Contains(word, StringComparison.Ordinal), refused.Message);
    }

    [TestCase("http://127.0.0.1:7480")]
    [TestCase("http://gateway.example:7480")]
    [TestCase("https://0.0.0.0:7480")]
    [TestCase("https://[::]:7480")]
    [TestCase("https://user@gateway.example:7480")]
    [TestCase("https://gateway.example:7480/api")]
    [TestCase("https://gateway.example:7480;http://127.0.0.1:1")]
    [TestCase("everywhere")]
    [TestCase("")]
    public async Task What_is_not_one_https_address_with_a_host_is_refused_by_init_and_at_start(string url)
    {
        ApiPlace.TryParse(url, out _).ShouldBeFalse();
        var run = await CommandRun.OfAsync(
            "party",
            "init",
            "THA",
            "--home",
            _folder.In("THA"),
            "--mailbox",
            "127.0.0.1:5671",
            "--api",
            url
        );
        run.ExitCode.ShouldBe(2);
        run.Progress.ShouldNotContain("foreseen");
        Directory.Exists(_folder.In("THA")).ShouldBeFalse();
    }

    [Test]
    public async Task A_party_whose_authority_is_elsewhere_is_told_that_it_makes_no_certificate_of_the_API_here()
    {
        var run = await CommandRun.OfAsync(
            "party",
            "init",
            "THA",
            "--home",
            _folder.In("THA"),
            "--mailbox",
            "127.0.0.1:5671",
            "--api",
            Url,
            "--csr"
        );

        run.ExitCode.ShouldBe(2);
        run.Progress.ShouldContain("tls/api.pem");
        Directory.Exists(_folder.In("THA")).ShouldBeFalse();
    }

    private async Task<WebApplication> StartAsync(GatewaySettings settings)
    {
        var app = GatewayHost.Build(_home, settings, FoundedPair.OurKeys);
        app.Services.GetRequiredService<Database>().Prepare();
        app.Services.GetRequiredService<Exchange.Gateway.Journal.JournalWriter>().Start();
        var made = await app.Services.GetRequiredService<KeyHandler>().MakeAsync(new("test", [Role.Officer]), TestCaller.Officer);
        await File.WriteAllTextAsync(_folder.In("key"), ((PeopleResult.Done)made).Secret);
        await app.StartAsync();
        return app;
    }

    private Task<CommandRun> RunAsync(string authority) =>
        CommandRun.OfAsync(
            new Dictionary<string, string>
            {
                ["EXCHANGE_URL"] = Url,
                ["EXCHANGE_TOKEN_FILE"] = _folder.In("key"),
                ["EXCHANGE_API_CA"] = authority,
            },
            "link",
            "show"
        );

    private async Task<HttpStatusCode> AskAsync(X509Certificate2? certificate, string? token)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(_home.ApiCertificate);
        using var transport = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
        if (certificate is not null)
            transport.SslOptions.ClientCertificates = [certificate];
        using var client = new HttpClient(transport) { BaseAddress = new(Url) };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(new Uri("/api/v1/sessions/current", UriKind.Relative));
        return answer.StatusCode;
    }

    private static X509Certificate2 MachineCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=case-system", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    // A certificate of its own making for a name; with its key, or with that of the one before.
    private void Issue(string name, int days, bool withKey)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(days));
        File.WriteAllText(_home.ApiCertificate, certificate.ExportCertificatePem());
        if (!withKey)
            return;
        File.WriteAllText(_home.ApiKey, key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(_home.ApiKey, OwnerOnly);
    }

    private static TestCaseData Case(string name, Action<GatewayHome, Action<string, int, bool>> spoil, params string[] words) =>
        new(spoil, words) { TestName = $"On_TCP_a_gateway_does_not_start_with({name})" };

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Umask(uint mask);
}
