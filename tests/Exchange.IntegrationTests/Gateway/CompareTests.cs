using Exchange.Cli;
using Exchange.IntegrationTests.Broker;
using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>Two real gateways' exports are held against each other, by somebody who has nothing but them.</summary>
internal sealed class CompareTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-compare-");

    [OneTimeSetUp]
    public Task Start() => TwoCountries.StartAsync();

    [OneTimeTearDown]
    public void End() => _folder.Delete(recursive: true);

    [Test]
    public async Task Two_exports_agree_until_one_is_too_old_or_was_changed()
    {
        await DeliverAsync();
        var (asker, answerer) = (await ExportAsync(TwoCountries.Asker, "one"), await ExportAsync(TwoCountries.Answerer, "one"));
        var agreed = await CommandLine.RunAsync("ledger", "compare", asker, answerer);
        agreed.ExitCode.ShouldBe((int)ExitCode.Ok, agreed.Error + agreed.Output);
        agreed.Output.ShouldContain("all agrees");

        var id = await DeliverAsync();
        var newer = await ExportAsync(TwoCountries.Asker, "two");
        var old = await CommandLine.RunAsync("ledger", "compare", newer, answerer);
        old.ExitCode.ShouldBe((int)ExitCode.VerificationFailed, old.Error);
        old.Output.ShouldContain($"export: The export of {TwoCountries.Answerer.Name} ends after ");
        old.Output.ShouldContain($"gap: {id}: {TwoCountries.Asker.Name}'s entry ");

        ChangeOneSalt(answerer);
        var changed = await CommandLine.RunAsync("ledger", "compare", asker, answerer);
        changed.ExitCode.ShouldBe((int)ExitCode.VerificationFailed, changed.Error);
        changed.Output.ShouldContain($"The entries of {TwoCountries.Answerer.Name}'s export do not lead to the root of its own checkpoint");
        changed.Error.ShouldNotContain("   at ");
    }

    // Once everything about a message is cosigned, in both logs.
    private static async Task<Guid> DeliverAsync()
    {
        var sent = await TwoCountries.Asker.SubmitAsync(Texts.Request);
        await TwoCountries.Asker.DeliveredAsync(sent.MessageId);
        await TwoCountries.BecomeQuietAsync();
        foreach (var country in (Country[])[TwoCountries.Asker, TwoCountries.Answerer])
        {
            var size = (await LogOf(country)).Size;
            await Eventually.IsAsync(true, async () => (await LogOf(country)).Cosignatures.Any(cosignature => cosignature.Size >= size));
        }

        return sent.MessageId;
    }

    private async Task<string> ExportAsync(Country country, string name)
    {
        var folder = Path.Combine(_folder.FullName, name, country.Name);
        var run = await CommandLine.RunAsync("ledger", "export", "--out", folder, "--home", country.Party.Home.Folder);
        run.ExitCode.ShouldBe((int)ExitCode.Ok, run.Error);
        return folder;
    }

    // The first character of the first entry's salt: the entry keeps its form.
    private static void ChangeOneSalt(string export)
    {
        var bundle = Directory
            .EnumerateFiles(Path.Combine(export, "tile", "entries"), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .First();
        var bytes = File.ReadAllBytes(bundle);
        var salt = bytes.AsSpan().IndexOf("\"salt\":\""u8) + "\"salt\":\"".Length;
        bytes[salt] = (byte)(bytes[salt] == 'A' ? 'B' : 'A');
        File.WriteAllBytes(bundle, bytes);
    }

    private static Task<LedgerView> LogOf(Country country) => country.Client.GetAsync<LedgerView>("api/v1/ledger", CancellationToken.None);
}
