using System.Text.RegularExpressions;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Store;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>What is committed is what the running program says of itself.</summary>
internal sealed class ApiDocumentTests
{
    private static readonly string Committed = Path.Combine(Repository.Root, "src", "Exchange.Gateway", "Api", "openapi.json");

    /// <summary>
    /// After a wanted change of the API, write the file anew:
    /// <c>EXCHANGE_RENEW=openapi dotnet test tests/Exchange.Tests --filter ApiDocumentTests</c>, and read the difference before
    /// it is committed.
    /// </summary>
    [Test]
    public async Task The_running_programs_document_is_the_committed_one()
    {
        var document = await DocumentAsync() + "\n";
        if (Environment.GetEnvironmentVariable("EXCHANGE_RENEW") == "openapi")
            await File.WriteAllTextAsync(Committed, document);

        document.ShouldBe(await File.ReadAllTextAsync(Committed));
    }

    [Test]
    public async Task It_is_served_as_a_page_that_takes_nothing_from_elsewhere()
    {
        await using var gateway = TestGateway.Start();
        using var client = await gateway.ListenAsync(token: null);

        using var page = await client.GetAsync("/reference/");
        var html = await page.Content.ReadAsStringAsync();
        var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("connect-src 'self'");
        var script = policy.Split(';').First(part => part.Contains("script-src", StringComparison.Ordinal));
        script.ShouldNotContain("unsafe");
        html.ShouldContain($"nonce=\"{Regex.Match(script, "'nonce-([^']+)'").Groups[1].Value}\"");
        (await client.GetStringAsync("/reference/")).ShouldNotBe(html, "a nonce is used once");
        foreach (Match source in Regex.Matches(html, "(?:src|href)=\"([^\"]*)\""))
            source.Groups[1].Value.ShouldNotContain("//");
        (await client.GetStringAsync("/reference/scalar.js")).Length.ShouldBeGreaterThan(1_000_000);
    }

    private static async Task<string> DocumentAsync()
    {
        using var home = new TemporaryFolder();
        (await CommandRun.OfAsync("party", "init", "BGD", "--home", home.In("bgd"), "--mailbox", "127.0.0.1:5671")).ExitCode.ShouldBe(0);
        var gateway = new GatewayHome(home.In("bgd"));
        using var protection = Passphrase.Read(gateway);
        using var keys = FileKeyStore.Open(gateway.Keys, protection);
        await using var app = GatewayHost.Build(gateway, new(), keys);
        app.Services.GetRequiredService<Database>().Prepare();
        await app.StartAsync();
        using var client = TestGateway.Client(gateway);
        var document = await client.GetStringAsync("/openapi/v1.json");
        await app.StopAsync();
        return document.ReplaceLineEndings("\n");
    }
}
