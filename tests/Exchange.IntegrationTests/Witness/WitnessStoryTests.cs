using System.Net;
using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.IntegrationTests.Broker;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.IntegrationTests.Witness;

/// <summary>
/// What happens to a log that was rewritten, cut, restored or told twice, between two real gateways: who notices, and how the
/// operators go on. One stage, which each test leaves in order.
/// </summary>
internal sealed class WitnessStoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private WitnessStage _stage = null!;

    private DemoParty Bgd => _stage.Bgd;

    private DemoParty Mys => _stage.Mys;

    [OneTimeSetUp]
    public async Task Start()
    {
        TestMailbox.Require();
        _stage = await WitnessStage.StartAsync();
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_stage is not null)
            await _stage.DisposeAsync();
    }

    [Test]
    public async Task A_database_restored_from_an_old_copy_is_noticed_by_its_own_gateway_and_signs_nothing_until_the_exact_entries_are_back()
    {
        using var old = Backup.Of(Bgd);
        await _stage.DeliveredAsync(await _stage.SubmitAsync());
        await Bgd.Gateway.StopAsync();
        using var newest = Backup.Of(Bgd);
        old.RestoreDatabase();

        await ShouldBeSuspendedAsync("older copy");

        newest.RestoreDatabase();
        await Bgd.Gateway.StartAsync(CancellationToken.None);
        await _stage.DeliveredAsync(await _stage.SubmitAsync());
    }

    [Test]
    public async Task A_log_whose_tail_was_cut_is_noticed_by_its_own_gateway_and_by_who_verifies_it()
    {
        await _stage.DeliveredAsync(await _stage.SubmitAsync());
        await Bgd.Gateway.StopAsync();
        using var whole = Backup.Of(Bgd);
        // To the last size that was signed before, so that the log is whole in itself.
        var before = WitnessStage.Read<long>(Bgd, "SELECT size FROM checkpoints ORDER BY size DESC LIMIT 1 OFFSET 1");
        WitnessStage.Change(Bgd, "DELETE FROM entries WHERE \"index\" >= @p0", before);
        WitnessStage.Change(Bgd, "DELETE FROM checkpoints WHERE size > @p0", before);

        await ShouldBeSuspendedAsync("older copy");

        whole.RestoreDatabase();
        await Bgd.Gateway.StartAsync(CancellationToken.None);
        await _stage.DeliveredAsync(await _stage.SubmitAsync());
    }

    [Test]
    public async Task An_entry_that_was_changed_is_noticed_by_its_own_gateway()
    {
        await Bgd.Gateway.StopAsync();
        using var whole = Backup.Of(Bgd);
        WitnessStage.Change(Bgd, "UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE \"index\" = 1) WHERE \"index\" = 3");

        await ShouldBeSuspendedAsync("not those that were signed");

        whole.RestoreDatabase();
        await Bgd.Gateway.StartAsync(CancellationToken.None);
        await _stage.DeliveredAsync(await _stage.SubmitAsync());
    }

    [Test]
    public async Task A_head_that_is_not_proved_suspends_the_link_what_comes_is_kept_and_the_operator_resumes_it()
    {
        await AllIsCosignedAsync();
        await Mys.Gateway.StopAsync();
        var (suspended, resumed) = (
            WitnessStage.Entries(Mys, LedgerEvents.LinkSuspended),
            WitnessStage.Entries(Mys, LedgerEvents.LinkResumed)
        );
        var newest = WitnessStage.Read<long>(Mys, "SELECT rowid FROM held_checkpoints ORDER BY verified_at DESC, size DESC LIMIT 1");
        var root = WitnessStage.Read<byte[]>(Mys, $"SELECT root FROM held_checkpoints WHERE rowid = {newest}");
        WitnessStage.Change(Mys, "UPDATE held_checkpoints SET root = @p0 WHERE rowid = @p1", new byte[root.Length], newest);
        await Mys.Gateway.StartAsync(CancellationToken.None);
        var first = await _stage.SubmitAsync();
        await Eventually.IsAsync("unproven", async () => (await WitnessStage.LinkAsync(Mys, Bgd)).Suspended, Patience);
        var waits = await _stage.SubmitAsync();
        await Eventually.IsAsync(true, async () => (await WitnessStage.LinkAsync(Mys, Bgd)).Deferred > 0, Patience);
        var shown = await WitnessStage.RunAsync(Mys, "link", "show", "BGD");
        shown.Output.ShouldContain("SUSPENDED (unproven)");
        shown.Output.ShouldContain("alarm unproven");

        await Mys.Gateway.StopAsync();
        WitnessStage.Change(Mys, "UPDATE held_checkpoints SET root = @p0 WHERE rowid = @p1", root, newest);
        await Mys.Gateway.StartAsync(CancellationToken.None);
        (await WitnessStage.RunAsync(Mys, "link", "resume", "BGD")).ExitCode.ShouldBe((int)ExitCode.Ok);
        (await WitnessStage.RunAsync(Mys, "link", "resume", "BGD")).ExitCode.ShouldBe((int)ExitCode.Refused);

        await _stage.DeliveredAsync(first);
        await _stage.DeliveredAsync(waits);
        WitnessStage.Entries(Mys, LedgerEvents.LinkSuspended).ShouldBe(suspended + 1);
        WitnessStage.Entries(Mys, LedgerEvents.LinkResumed).ShouldBe(resumed + 1);
        (await WitnessStage.LinkAsync(Mys, Bgd)).Deferred.ShouldBe(0);
    }

    [Test]
    public async Task A_second_history_under_a_restored_mark_is_noticed_by_the_counterpart_and_ended_by_a_new_origin_with_nothing_lost()
    {
        var (alarms, resumed) = (WitnessStage.Entries(Mys, LedgerEvents.WitnessAlarm), WitnessStage.Entries(Mys, LedgerEvents.LinkResumed));
        using var old = Backup.Of(Bgd);
        var before = await AllIsCosignedAsync();
        await Bgd.Gateway.StopAsync();
        await Mys.Gateway.StopAsync();
        old.RestoreDatabase();
        old.RestoreMark();

        // Nothing at home tells that it is not the newest: it signs other entries at sizes that it has signed before.
        await Bgd.Gateway.StartAsync(CancellationToken.None);
        var second = new List<Guid>();
        for (var request = 0; request < 5; request++)
            second.Add(await _stage.SubmitAsync());
        await Mys.Gateway.StartAsync(CancellationToken.None);
        await Eventually.IsAsync(true, async () => (await WitnessStage.LinkAsync(Mys, Bgd)).Suspended is not null, Patience);
        await Eventually.IsAsync(
            true,
            async () =>
                (await WitnessStage.LedgerAsync(Bgd)).Suspension?.Contains("holds a newer or other checkpoint", StringComparison.Ordinal)
                == true,
            Patience
        );
        WitnessStage.Entries(Mys, LedgerEvents.WitnessAlarm).ShouldBe(alarms + 1);
        (await WitnessStage.RunAsync(Bgd, "ledger", "trust", "--yes")).ExitCode.ShouldBe((int)ExitCode.Refused, "no word makes it whole");

        await RenewAsync();

        foreach (var request in second)
            await _stage.DeliveredAsync(request);
        (await WitnessStage.LinkAsync(Mys, Bgd)).Suspended.ShouldBeNull();
        WitnessStage.Entries(Mys, LedgerEvents.LinkResumed).ShouldBe(resumed + 1);
        WitnessStage.Entries(Bgd, LedgerEvents.LogRenewed).ShouldBe(1);
        (await WitnessStage.RunAsync(Bgd, "ledger", "trust", "--yes")).ExitCode.ShouldBe(
            (int)ExitCode.Ok,
            "its memory of the other's log was restored too"
        );
        await WitnessStage.CosignedAsync(Bgd, Mys);
        await WitnessStage.CosignedAsync(Mys, Bgd);
        foreach (var party in new[] { Bgd, Mys })
        {
            (await WitnessStage.RunAsync(party, "ledger", "verify")).ExitCode.ShouldBe((int)ExitCode.Ok, party.Name.Value);
            await ShouldExportAsync(party);
            await ShouldProveAsync(party, second[0]);
        }

        await ShouldExportFormerAsync();
        await ShouldCompareAsync();
        foreach (var party in new[] { Bgd, Mys })
        {
            var all = await WitnessStage.RunAsync(party, "ledger", "replay");
            all.ExitCode.ShouldBe((int)ExitCode.Ok, all.Error + all.Output);
            all.Output.ShouldContain("the database agrees");
        }

        var replayed = await WitnessStage.RunAsync(Mys, "ledger", "replay", "--exchange", before.ToString());
        replayed.ExitCode.ShouldBe((int)ExitCode.Ok, replayed.Error);
        replayed.Output.ShouldContain("receipt proved", customMessage: "of the acknowledgement, by the log that ended");
    }

    // From here BGD presents larger checkpoints alone: one that was not cosigned is presented again, and under a changed root it would be
    // a fork. The request and its acknowledgement are the last that its ledger has.
    private async Task<Guid> AllIsCosignedAsync()
    {
        var request = await _stage.SubmitAsync();
        await _stage.DeliveredAsync(request);
        await WitnessStage.AcknowledgedAsync(Mys, request);
        await WitnessStage.CosignedAsync(Bgd, Mys);
        return request;
    }

    // What was lost is named; what is entered again is no contradiction.
    private async Task ShouldCompareAsync()
    {
        var compared = await CommandLine.RunAsync(
            "ledger",
            "compare",
            Path.Combine(Bgd.Home.Folder, "export"),
            Path.Combine(Mys.Home.Folder, "export"),
            "--json"
        );
        compared.ExitCode.ShouldBe((int)ExitCode.VerificationFailed, compared.Error);
        compared.Output.ShouldContain("\"gap\"");
        compared.Output.ShouldNotContain("\"contradiction\"");
    }

    // With the card of the log that ended beside the one of the log that goes on.
    private static async Task ShouldExportAsync(DemoParty party)
    {
        var folder = Path.Combine(party.Home.Folder, "export");
        var exported = await WitnessStage.RunAsync(party, "ledger", "export", "--out", folder);
        exported.ExitCode.ShouldBe((int)ExitCode.Ok, exported.Error);
        var verified = await CommandLine.RunAsync("ledger", "verify", folder);
        verified.ExitCode.ShouldBe((int)ExitCode.Ok, verified.Error);
        Directory
            .EnumerateFiles(Path.Combine(folder, "cards"))
            .Select(Path.GetFileName)
            .Order()
            .ShouldBe(["BGD.1.party.json", "BGD.2.party.json", "MYS.1.party.json"]);
    }

    // What was not entered again, such as who opened a message, is in the former one alone.
    private async Task ShouldExportFormerAsync()
    {
        var folder = Path.Combine(Bgd.Home.Folder, "former");
        var exported = await WitnessStage.RunAsync(Bgd, "ledger", "export", "--former", "bgd.exchange/audit", "--out", folder);
        exported.ExitCode.ShouldBe((int)ExitCode.Ok, exported.Error);
        var verified = await CommandLine.RunAsync("ledger", "verify", folder);
        verified.ExitCode.ShouldBe((int)ExitCode.Ok, verified.Error);
        verified.Output.ShouldContain("MYS");
        (await CommandLine.RunAsync("ledger", "replay", folder)).Output.ShouldContain(
            "every entry is included under the signed checkpoint"
        );
        (await WitnessStage.RunAsync(Bgd, "ledger", "export", "--former", "nobody/log", "--out", folder)).ExitCode.ShouldBe(
            (int)ExitCode.Usage
        );
    }

    private static async Task ShouldProveAsync(DemoParty party, Guid message)
    {
        var bundle = Path.Combine(party.Home.Folder, "evidence.zip");
        var exported = await WitnessStage.RunAsync(party, "evidence", "export", message.ToString(), "--out", bundle, "--without-content");
        exported.ExitCode.ShouldBe((int)ExitCode.Ok, exported.Error);
        var verified = await CommandLine.RunAsync("evidence", "verify", bundle);
        verified.ExitCode.ShouldBe((int)ExitCode.Ok, verified.Error);
    }

    private async Task RenewAsync()
    {
        await Bgd.Gateway.StopAsync();
        var renewed = await WitnessStage.RunAsync(Bgd, "ledger", "renew", "--origin", "bgd.exchange/audit-2");
        renewed.ExitCode.ShouldBe((int)ExitCode.Ok, renewed.Error);
        await Bgd.Gateway.StartAsync(CancellationToken.None);
        await Mys.Gateway.StopAsync();
        var card = Bgd.Home.CardFile;
        var taken = await WitnessStage.RunAsync(
            Mys,
            "party",
            "import",
            card,
            "--confirm",
            Fingerprint.Of(await File.ReadAllBytesAsync(card))
        );
        taken.ExitCode.ShouldBe((int)ExitCode.Ok, taken.Error);
        await Mys.Gateway.StartAsync(CancellationToken.None);
    }

    private async Task ShouldBeSuspendedAsync(string reason)
    {
        // What it holds of our ledger would be another reason, and the one that is told.
        await Mys.Gateway.StopAsync();
        await WitnessStage.LaunchAsync(Bgd);
        (await WitnessStage.LedgerAsync(Bgd)).Suspension.ShouldNotBeNull().ShouldContain(reason);
        var refused = await _stage.TrySubmitAsync();
        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Text.ShouldContain("log-in-doubt");
        (await WitnessStage.RunAsync(Bgd, "ledger", "verify")).ExitCode.ShouldBe(
            (int)ExitCode.VerificationFailed,
            "whoever verifies it is told too"
        );
        await Bgd.Gateway.StopAsync();
        await Mys.Gateway.StartAsync(CancellationToken.None);
    }
}
