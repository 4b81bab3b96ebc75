using Exchange.Cli;
using Exchange.Cli.Ledger;

namespace Exchange.Tests.Cli.Ledger;

internal sealed class LogDownloadTests
{
    [Test]
    public async Task An_export_holds_what_the_gateway_has_and_verifies()
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();

        await ExportAsync(new(theirs), ours.In("out"));

        Content(ours.In("out")).ShouldBe(theirs.Content(), ignoreOrder: true);
        (await CommandRun.OfAsync("ledger", "verify", ours.In("out"))).ExitCode.ShouldBe(0);
    }

    [Test]
    public async Task Later_only_what_is_new_is_asked_for_and_unfinished_tiles_make_way()
    {
        var maker = ExportMaker.Of(300);
        using var before = new TestExport(maker);
        using var ours = new TemporaryFolder();
        await ExportAsync(new(before), ours.In("out"));
        maker.Grow(100);
        using var after = new TestExport(maker);
        using var gateway = new FolderGateway(after);

        await ExportAsync(gateway, ours.In("out"));

        Content(ours.In("out")).ShouldBe(after.Content(), ignoreOrder: true);
        gateway
            .Asked.Where(path => path.StartsWith("tile", StringComparison.Ordinal))
            .ShouldBe(["tile/entries/002", "tile/entries/003.p/32"]);
        gateway.Asked.ShouldNotContain(path => path.StartsWith("cards/", StringComparison.Ordinal) || path == "checkpoints/600");
        (await CommandRun.OfAsync("ledger", "verify", ours.In("out"))).ExitCode.ShouldBe(0);
    }

    [Test]
    public async Task Where_nothing_is_new_nothing_but_the_checkpoint_is_asked_for()
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        await ExportAsync(new(theirs), ours.In("out"));
        using var gateway = new FolderGateway(theirs);

        await ExportAsync(gateway, ours.In("out"));

        gateway.Asked.Distinct().ShouldBe(["checkpoint", "cards", "checkpoints"]);
        (await CommandRun.OfAsync("ledger", "verify", ours.In("out"))).ExitCode.ShouldBe(0);
    }

    [Test]
    public async Task An_older_head_that_was_cosigned_late_is_taken_too_and_verified()
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        await ExportAsync(new(theirs), ours.In("out"));
        var (late, whole) = (ours.In("out", "checkpoints", "200"), Content(ours.In("out")));
        File.Delete(late);
        using var gateway = new FolderGateway(theirs) { Instead = { ["checkpoints/200"] = theirs.Read("checkpoints/500") } };
        Failure
            .Of(await Should.ThrowAsync<CommandFailedException>(() => ExportAsync(gateway, ours.In("out"))))
            .Code.ShouldBe(ExitCode.VerificationFailed);
        File.Exists(late).ShouldBeFalse();

        await ExportAsync(new(theirs), ours.In("out"));

        Content(ours.In("out")).ShouldBe(whole, ignoreOrder: true);
    }

    [Test]
    public async Task A_head_that_one_more_witness_has_cosigned_since_is_taken_again_and_what_does_not_hold_is_not()
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        await ExportAsync(new(theirs), ours.In("out"));
        var whole = Content(ours.In("out"));
        // As if its one witness had cosigned it since.
        var path = ours.In("out", "checkpoints", "200");
        var lines = await File.ReadAllLinesAsync(path);
        await File.WriteAllTextAsync(path, string.Concat(lines.SkipLast(1).Select(line => line + "\n")));
        // Written anew by every export, and so to be given back too.
        await File.WriteAllTextAsync(ours.In("out", "checkpoints", "600"), "other");
        var before = Content(ours.In("out"));

        using var gateway = new FolderGateway(theirs) { Instead = { ["checkpoints/200"] = theirs.Read("checkpoints/500") } };
        Failure
            .Of(await Should.ThrowAsync<CommandFailedException>(() => ExportAsync(gateway, ours.In("out"))))
            .Code.ShouldBe(ExitCode.VerificationFailed);
        Content(ours.In("out")).ShouldBe(before, ignoreOrder: true);

        await ExportAsync(new(theirs), ours.In("out"));
        Content(ours.In("out")).ShouldBe(whole, ignoreOrder: true);
    }

    [Test]
    public async Task What_an_interrupted_export_has_left_is_completed_by_the_next()
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        await ExportAsync(new(theirs), ours.In("out"));
        File.Delete(ours.In("out", "checkpoint"));
        File.WriteAllText(ours.In("out", "tile", "entries", "001.unfinished"), "half");
        File.WriteAllText(ours.In("out", "tile", "entries", "001"), "other");

        await ExportAsync(new(theirs), ours.In("out"));

        Content(ours.In("out")).ShouldBe(theirs.Content(), ignoreOrder: true);
    }

    [Test]
    public async Task A_log_that_was_rewritten_does_not_replace_what_was_exported()
    {
        using var before = new TestExport(ExportMaker.Of(300));
        using var rewritten = new TestExport(ExportMaker.Of(350));
        using var ours = new TemporaryFolder();
        await ExportAsync(new(before), ours.In("out"));

        var refused = await Should.ThrowAsync<CommandFailedException>(() => ExportAsync(new(rewritten), ours.In("out")));

        refused.Code.ShouldBe(ExitCode.VerificationFailed);
        refused.Happened.ShouldContain("was rewritten");
        refused.Details.ShouldContain(fault => fault.Contains("The first 600 entries do not match the root", StringComparison.Ordinal));
        Content(ours.In("out")).ShouldBe(before.Content(), ignoreOrder: true);
    }

    [Test]
    public async Task A_log_that_was_cut_does_not_replace_what_was_exported()
    {
        using var before = new TestExport();
        using var shorter = new TestExport(ExportMaker.Of(20));
        using var ours = new TemporaryFolder();
        await ExportAsync(new(before), ours.In("out"));

        var refused = await Should.ThrowAsync<CommandFailedException>(() => ExportAsync(new(shorter), ours.In("out")));

        refused.Code.ShouldBe(ExitCode.VerificationFailed);
        refused.Happened.ShouldContain("for 600 entries; the gateway shows one for 40");
        Content(ours.In("out")).ShouldBe(before.Content(), ignoreOrder: true);
    }

    [TestCase("tile/entries/000")]
    [TestCase("receipts/001")]
    [TestCase("checkpoints/200")]
    [TestCase("checkpoint")]
    public async Task What_a_gateway_gives_falsely_is_refused_and_nothing_of_it_stays(string path)
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        using var gateway = new FolderGateway(theirs);
        var bytes = theirs.Read(path);
        bytes[bytes.Length / 2] ^= 1;
        gateway.Instead[path] = bytes;

        var run = await Should.ThrowAsync<Exception>(() => ExportAsync(gateway, ours.In("out")));

        Failure.Of(run).Code.ShouldBe(ExitCode.VerificationFailed);
        (Directory.Exists(ours.In("out")) ? Content(ours.In("out")) : []).ShouldBeEmpty();
    }

    [Test]
    public async Task While_nobody_has_cosigned_the_folder_stays_empty()
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        theirs.Delete("checkpoint");

        (await Should.ThrowAsync<CommandFailedException>(() => ExportAsync(new(theirs), ours.In("out")))).Code.ShouldBe(ExitCode.Refused);

        Directory.Exists(ours.In("out")).ShouldBeFalse();
    }

    [TestCase("tile")]
    [TestCase("tile/entries")]
    [TestCase("checkpoints")]
    [TestCase("cards")]
    public async Task A_folder_whose_parts_lead_elsewhere_is_not_written_through(string path)
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        Directory.CreateDirectory(ours.In("elsewhere"));
        Directory.CreateDirectory(Path.GetDirectoryName(ours.In("out", path))!);
        Directory.CreateSymbolicLink(ours.In("out", path), ours.In("elsewhere"));

        var run = await Should.ThrowAsync<LogFileException>(() => ExportAsync(new(theirs), ours.In("out")));

        run.Message.ShouldContain($"{path} is a link");
        Directory.EnumerateFileSystemEntries(ours.In("elsewhere")).ShouldBeEmpty();
    }

    [Test]
    public async Task Where_a_file_is_to_be_written_a_link_is_taken_away_and_not_written_through()
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        ours.Write("mine", "victim");
        string[] links =
        [
            "checkpoint.unfinished",
            "checkpoints/600.unfinished",
            "tile/0/000.unfinished",
            "cards/BGD.1.party.json.unfinished",
        ];
        foreach (var link in links)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ours.In("out", link))!);
            File.CreateSymbolicLink(ours.In("out", link), ours.In("victim"));
        }

        await ExportAsync(new(theirs), ours.In("out"));

        (await File.ReadAllTextAsync(ours.In("victim"))).ShouldBe("mine");
        Content(ours.In("out")).ShouldBe(theirs.Content(), ignoreOrder: true);
    }

    [Test]
    public void What_is_set_aside_before_it_is_replaced_goes_through_no_link_either()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine", "victim");
        folder.Write("old", "out", "checkpoints", "1");
        File.CreateSymbolicLink(folder.In("out", "checkpoints", "1.former.unfinished"), folder.In("victim"));
        var writer = new FolderWriter(folder.In("out"));

        writer.Replace("checkpoints/1", "new"u8);
        writer.Undo();

        File.ReadAllText(folder.In("victim")).ShouldBe("mine");
        File.ReadAllText(folder.In("out", "checkpoints", "1")).ShouldBe("old");
    }

    [Test]
    public async Task What_a_desktop_has_left_does_not_bar_an_export()
    {
        using var theirs = new TestExport();
        using var ours = new TemporaryFolder();
        ours.Write("litter", "out", ".DS_Store");

        await ExportAsync(new(theirs), ours.In("out"));

        (await CommandRun.OfAsync("ledger", "verify", ours.In("out"))).ExitCode.ShouldBe(0);
    }

    [Test]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine", "notes.txt");

        var refused = Should.Throw<CommandFailedException>(() => ExportTarget.Open(folder.Folder, "BGD"));

        refused.Code.ShouldBe(ExitCode.Usage);
        refused.Happened.ShouldContain("is neither empty nor a ledger export");
    }

    [Test]
    public void An_export_of_another_party_is_left_alone()
    {
        using var export = new TestExport();

        var refused = Should.Throw<CommandFailedException>(() => ExportTarget.Open(export.Export, "MYS"));

        refused.Code.ShouldBe(ExitCode.Usage);
        refused.Happened.ShouldContain("is an export of BGD's ledger");
    }

    private static async Task ExportAsync(FolderGateway gateway, string folder)
    {
        using var client = gateway.Connect();
        await new LogDownload(client, folder, WorkProgress.None).RunAsync(ExportTarget.Open(folder, "BGD"), CancellationToken.None);
    }

    private static Dictionary<string, string> Content(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToBase64String(File.ReadAllBytes(file)));
}
