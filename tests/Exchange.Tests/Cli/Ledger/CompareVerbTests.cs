using System.Text.Json.Nodes;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Tests.Ledger;

namespace Exchange.Tests.Cli.Ledger;

internal sealed class CompareVerbTests
{
    private const int Usage = 2;
    private const int VerificationFailed = 4;

    [Test]
    public async Task Two_exports_of_one_story_agree()
    {
        using var exports = new TwoExports(TwoLogs.OfOneExchange());

        var run = await CompareAsync(exports);

        run.ExitCode.ShouldBe(0, run.Progress);
        run.Output.ShouldBe("BGD (4 entries) and MYS (5 entries): 3 messages paired, 0 on their way, all agrees\n");
        var json = JsonNode.Parse((await CompareAsync(exports, "--json")).Output)!;
        ((bool)json["agrees"]!).ShouldBeTrue();
        ((long)json["pairs"]!).ShouldBe(3);
    }

    [Test]
    public async Task What_is_on_its_way_is_listed_apart()
    {
        var logs = TwoLogs.OfOneExchange();
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        using var exports = new TwoExports(logs);

        var run = await CompareAsync(exports);

        run.ExitCode.ShouldBe(0, run.Progress);
        run.Output.ShouldContain($"on its way: {sent.MessageId}: sent by BGD in entry 4; in transit to MYS.");
    }

    [Test]
    public async Task An_export_that_ends_too_early_is_named_with_what_it_lacks()
    {
        var logs = TwoLogs.OfOneExchange();
        using var exports = new TwoExports(logs);
        exports.Write(LogParty.Mys, logs.OfMys[..3], LogParty.Bgd, logs.OfBgd);
        logs.Pass(TwoLogs.Bgd, CaseKinds.Request);
        exports.Write(LogParty.Bgd, logs.OfBgd, LogParty.Mys, logs.OfMys);

        var run = await CompareAsync(exports);

        run.ExitCode.ShouldBe(VerificationFailed);
        run.Output.ShouldContain("export: The export of MYS ends after 3 entries, and BGD holds its checkpoint for 6");
        run.Output.ShouldContain("gap: ");
        run.Output.ShouldContain("the ledger of MYS in this export ends before entry 5: it has 3 entries");
    }

    [Test]
    public async Task A_second_history_is_found_by_the_heads_that_the_other_holds_and_its_first_entry_by_a_receipt()
    {
        var logs = TwoLogs.OfOneExchange();
        for (var message = 0; message < 5; message++)
            logs.Pass(TwoLogs.Bgd, CaseKinds.Request);
        using var exports = new TwoExports(logs);
        List<LedgerLeaf> rewritten = [.. logs.OfMys];
        // The seventh entry receives BGD's third request; all others stay.
        rewritten[6] = Changed(rewritten[6]);
        exports.Write(LogParty.Mys, rewritten, LogParty.Bgd, logs.OfBgd);

        var run = await CompareAsync(exports);

        run.ExitCode.ShouldBe(VerificationFailed);
        run.Output.ShouldContain(
            "divergence: MYS has two histories: it signed a checkpoint for 7 entries, which BGD holds, and its export does not "
                + "lead to it. They diverge at or after entry 6 and before entry 7. The first entry that is proved to differ is 6"
        );
        run.Output.ShouldContain("contradiction: ");
        run.Output.ShouldContain("leaf: BGD's entry ");
        run.Progress.ShouldNotContain("   at ");
    }

    [Test]
    public async Task Entries_that_are_not_those_that_were_signed_are_named()
    {
        using var exports = new TwoExports(TwoLogs.OfOneExchange());
        var bundle = Path.Combine(exports.Bgd, "tile/entries/000.p/4");
        var bytes = await File.ReadAllBytesAsync(bundle);
        var salt = bytes.AsSpan().IndexOf("AAAA"u8);
        bytes[salt] = (byte)'B';
        await File.WriteAllBytesAsync(bundle, bytes);

        var run = await CompareAsync(exports);

        run.ExitCode.ShouldBe(VerificationFailed);
        run.Output.ShouldContain("The entries of BGD's export do not lead to the root of its own checkpoint");
    }

    [Test]
    public async Task A_party_that_the_other_knows_by_other_keys_is_named()
    {
        using var exports = new TwoExports(TwoLogs.OfOneExchange());
        File.Delete(Path.Combine(exports.Bgd, "cards/MYS.1.party.json"));

        (await CompareAsync(exports)).ExitCode.ShouldBe(VerificationFailed);
    }

    [Test]
    public async Task Exports_of_one_party_and_folders_that_are_none_are_a_wrong_command_line()
    {
        using var exports = new TwoExports(TwoLogs.OfOneExchange());

        (await CommandRun.OfAsync("ledger", "compare", exports.Bgd, exports.Bgd)).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(Usage),
            run => run.Progress.ShouldContain("Both are exports of BGD.")
        );
        (await CommandRun.OfAsync("ledger", "compare", exports.Bgd, exports.Folder)).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(Usage),
            run => run.Progress.ShouldContain("is not a ledger export")
        );
        (await CommandRun.OfAsync("ledger", "compare", exports.Bgd)).ExitCode.ShouldBe(Usage);
    }

    private static Task<CommandRun> CompareAsync(TwoExports exports, params string[] options) =>
        CommandRun.OfAsync(["ledger", "compare", exports.Bgd, exports.Mys, .. options]);

    private static LedgerLeaf Changed(LedgerLeaf leaf) =>
        LedgerLeaf
            .Read(
                System.Text.Encoding.UTF8.GetBytes(
                    System
                        .Text.Encoding.UTF8.GetString(leaf.Bytes.Span)
                        .Replace(ProtocolTime.Write(leaf.At), ProtocolTime.Write(leaf.At.AddSeconds(1)), StringComparison.Ordinal)
                )
            )
            .OrThrow();
}
