using System.Text;
using System.Text.Json.Nodes;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Export;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Tiles;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.Tests.Cli.Ledger;

internal sealed class LedgerVerifyTests
{
    private const int VerificationFailed = 4;

    private static readonly TestCaseData<Action<TestExport>, string>[] Tamperings =
    [
        Case(
            "entries cut",
            export => export.Change("tile/entries/000", bytes => bytes[..^1]),
            "tile/entries/000 does not hold exactly 256 entries"
        ),
        Case("entries cut to nothing", export => export.Put("tile/entries/000", []), "tile/entries/000 is empty, or no file at all"),
        Case(
            "an entry more",
            export => export.Change("tile/entries/002.p/88", bytes => [.. bytes, 0, 1, (byte)'x']),
            "tile/entries/002.p/88 does not hold exactly 88 entries"
        ),
        Case(
            "two entries in other order",
            export => Entries(export, "tile/entries/001", 256, leaves => (leaves[5], leaves[7]) = (leaves[7], leaves[5])),
            "Entry 261 does not match its hash in tile/0/001"
        ),
        Case(
            "an entry that is none",
            export => Entries(export, "tile/entries/001", 256, leaves => leaves[9] = "{}"u8.ToArray()),
            "Entry 265 is malformed"
        ),
        Case(
            "an entry of another party",
            export =>
                Entries(export, "tile/entries/000", 256, leaves => leaves[3] = Text(leaves[3], "\"party\":\"BGD\"", "\"party\":\"MYS\"")),
            "Entry 3 belongs to the ledger of MYS, not of BGD"
        ),
        Case(
            "bundles swapped",
            export => export.Swap("tile/entries/000", "tile/entries/001"),
            "Entry 0 does not match its hash in tile/0/000"
        ),
        Case("tiles swapped", export => export.Swap("tile/0/000", "tile/0/001"), "Entry 0 does not match its hash in tile/0/000"),
        Case(
            "bundles and tiles swapped",
            export =>
            {
                export.Swap("tile/0/000", "tile/0/001");
                export.Swap("tile/entries/000", "tile/entries/001");
            },
            "do not match the root of their signed checkpoint. The first entry that differs is between 0 and 99."
        ),
        Case(
            "a tile cut",
            export => export.Change("tile/0/001", bytes => bytes[..^32]),
            "tile/0/001 has 8160 bytes, not the 8192 of 256 hashes"
        ),
        Case(
            "another upper tile",
            export => export.Change("tile/1/000.p/2", bytes => Flip(bytes, 40)),
            "tile/1/000.p/2 does not match the entries"
        ),
        Case(
            "a tile too large",
            export => export.Change("tile/0/000", bytes => [.. bytes, .. new byte[1 << 20]]),
            "tile/0/000 has 1056768 bytes; the limit is 8192"
        ),
        Case(
            "a checkpoint too large",
            export => export.Put("checkpoints/100", new byte[4 << 20]),
            "checkpoints/100 has 4194304 bytes; the limit is"
        ),
        Case("a bundle missing", export => export.Delete("tile/entries/001"), "tile/entries/001 is missing"),
        Case("a tile missing", export => export.Delete("tile/0/002.p/88"), "tile/0/002.p/88 is missing"),
        Case("an upper tile missing", export => export.Delete("tile/1/000.p/2"), "tile/1/000.p/2 is missing"),
        Case("a file that nobody knows", export => export.Put("tile/0/readme.txt", [1]), "tile/0/readme.txt is no part of an export"),
        Case(
            "a file whose name would write a line",
            export => export.Put("tile/0/x\nverified: 0\u001b[1A", [1]),
            "tile/0/x\\u000averified: 0\\u001b[1A is no part of an export"
        ),
        Case(
            "a partial tile beside the full one",
            export => export.Put("tile/0/001.p/7", export.Read("tile/0/001")[..224]),
            "tile/0/001.p/7 is no part of an export"
        ),
        Case("a tile beyond the log", export => export.Put("tile/0/003", export.Read("tile/0/001")), "tile/0/003 is no part of an export"),
        Case(
            "a tile of a level beyond all",
            export => export.Put("tile/8/000.p/1", new byte[32]),
            "tile/8/000.p/1 is no part of an export"
        ),
        Case(
            "a checkpoint of nothing",
            export => export.Put("checkpoints/0", export.Read("checkpoint")),
            "checkpoints/0 is no part of an export"
        ),
        Case("an empty folder", export => Directory.CreateDirectory(export.Path("tile/9")), "tile/9/ is no part of an export"),
        Case(
            "a head that no receipt needs",
            export => export.Put("heads/MYS/00000000/7", export.Read("checkpoint")),
            "heads/MYS/00000000/7 is no part of an export"
        ),
        Case("a link to a file elsewhere", LinkFile, "tile/entries/000 is a link"),
        Case("a pipe that nobody writes to", PutPipe, "tile/entries/000 is empty, or no file at all"),
        Case("a link to a folder elsewhere", LinkFolder, "tile/0 is a link"),
        Case(
            "receipts missing",
            export => export.Delete("receipts/001"),
            "Entry 257 records that a message was delivered, but its receipt is missing"
        ),
        Case(
            "a receipt missing",
            export => Lines(export, lines => lines.RemoveAt(2)),
            "Entry 5 records that a message was delivered, but its receipt is missing"
        ),
        Case(
            "receipts in other order",
            export => Lines(export, lines => (lines[3], lines[4]) = (lines[4], lines[3])),
            "receipts/000 has a line 5 of entry 7, which does not belong there"
        ),
        Case(
            "receipt of another message",
            export => Lines(export, lines => lines[2] = lines[6].Replace("\"entry\":13", "\"entry\":5", StringComparison.Ordinal)),
            "Entry 5 has the receipt of another message"
        ),
        Case(
            "receipt under another head",
            export => Lines(export, lines => lines[2] = lines[2].Replace("\"size\":3,", "\"size\":4,", StringComparison.Ordinal)),
            "Entry 5 has a receipt whose entry is not proved"
        ),
        Case(
            "a receipt that ends early",
            export => export.Change("receipts/001", bytes => bytes[..^1]),
            "receipts/001 ends in the middle of a line"
        ),
        Case("a head missing", export => export.Delete(Head(3)), "/3 is missing"),
        Case(
            "a cosignature under a head that is not ours",
            export => export.Change(Head(2), bytes => [.. bytes, .. LastLine(export.Read("checkpoint"))]),
            "bears a cosignature that is not BGD's"
        ),
        Case("a checkpoint missing", export => export.Delete("checkpoints/600"), "checkpoints/600 is missing"),
        Case(
            "a checkpoint for another",
            export => export.Put("checkpoints/100", export.Read("checkpoints/200")),
            "checkpoints/100 is a checkpoint for 200 entries"
        ),
        Case(
            "a checkpoint without cosignature",
            export => export.Change("checkpoints/100", WithoutLastLine),
            "checkpoints/100 bears no counterpart's cosignature"
        ),
        Case(
            "the newest without cosignature",
            export => export.Change("checkpoint", WithoutLastLine),
            "checkpoint bears no counterpart's cosignature"
        ),
        Case(
            "a card that is none",
            export => export.Put("cards/MYS.1.party.json", "{}"u8.ToArray()),
            "cards/MYS.1.party.json is not a party card"
        ),
        Case(
            "a card by another name",
            export => File.Move(export.Path("cards/MYS.1.party.json"), export.Path("cards/MYS.2.party.json")),
            "cards/MYS.2.party.json is the card of MYS with serial 1"
        ),
        Case(
            "no card of the witness",
            export => export.Delete("cards/MYS.1.party.json"),
            "bears a cosignature of 'mys.exchange/witness' that no counterpart's card verifies"
        ),
        Case(
            "no card of the owner",
            export => export.Delete("cards/BGD.1.party.json"),
            "checkpoint is of the ledger bgd.exchange/audit, which no card has"
        ),
    ];

    [Test]
    public async Task A_sound_export_is_verified_from_its_bytes_and_the_cards_in_it_are_named_for_comparison()
    {
        using var export = new TestExport();

        var run = await export.VerifyAsync();

        run.ExitCode.ShouldBe(0, run.Progress);
        run.Output.ShouldContain("BGD: 600 entries, root");
        run.Output.ShouldContain("cosigned by MYS");
        run.Output.ShouldContain("6 checkpoints, 6 cosignatures, 300 receipts");
        run.Output.ShouldContain("Compare their fingerprints with those that you trust");
        // These surroundings have a clock at which the certificates do not hold.
        run.Output.ShouldContain("The card of BGD with serial 1, from 2026-11-24T08:00:00.000Z, would no longer be accepted: /");
        run.Output.ShouldContain($"MYS serial 1  {Fingerprint.Of(LogParty.Mys.Bytes)}");
    }

    [Test]
    public async Task With_the_cards_that_somebody_knows_nothing_is_left_to_compare()
    {
        using var export = new TestExport();

        var run = await export.VerifyAsync("--card", export.CardOf(LogParty.Bgd), "--card", export.CardOf(LogParty.Mys), "--json");

        run.ExitCode.ShouldBe(0, run.Progress);
        var document = JsonNode.Parse(run.Output)!;
        ((bool)document["cardsWereGiven"]!).ShouldBeTrue();
        ((long)document["size"]!).ShouldBe(TestExport.Size);
        ((string)document["cosignedBy"]![0]!["party"]!).ShouldBe("MYS");
    }

    [Test]
    public async Task A_card_that_is_none_of_those_given_is_named_with_its_fingerprint()
    {
        using var export = new TestExport();

        var run = await export.VerifyAsync("--card", export.CardOf(LogParty.Bgd));

        run.ExitCode.ShouldBe(VerificationFailed);
        run.Progress.ShouldContain("cards/MYS.1.party.json is not one of the cards that were given");
        run.Progress.ShouldContain(Fingerprint.Of(LogParty.Mys.Bytes));
    }

    [TestCaseSource(nameof(Tamperings))]
    public async Task A_changed_export_is_refused_and_what_was_changed_is_named(Action<TestExport> tamper, string fault)
    {
        using var export = new TestExport();
        tamper(export);

        ShouldFail(await export.VerifyAsync(), fault);
    }

    [Test]
    public async Task What_lies_beside_the_parts_of_an_export_is_named_and_the_rest_verified()
    {
        using var export = new TestExport();
        string[] aliens =
        [
            ".DS_Store",
            "Thumbs.db",
            "tile/0/desktop.ini",
            "tile/entries/.DS_Store",
            "checkpoints/._100",
            "cards/._BGD.1.party.json",
            "receipts/.DS_Store",
            "notes.txt",
            "more/notes.txt",
        ];
        foreach (var path in aliens)
            export.Put(path, Encoding.UTF8.GetBytes($"{path}: not to be read"));

        var run = await export.VerifyAsync("--json");

        run.ExitCode.ShouldBe(0, run.Progress);
        foreach (var path in aliens)
            run.Progress.ShouldContain($"WARNING: {path} is no part of the export: it was not read, and proves nothing.");
        JsonNode.Parse(run.Output)!["aliens"]!.AsArray().Count.ShouldBe(aliens.Length);
        run.Output.ShouldNotContain("not to be read");
        Exchange.Cli.Ledger.ExportTarget.Open(export.Export, "BGD").ShouldNotBeNull("what is new can be taken into it");
    }

    [Test]
    public async Task A_flipped_bit_anywhere_in_any_kind_of_file_is_found()
    {
        using var export = new TestExport();
        foreach (var path in export.OneOfEachKind().ToList())
        {
            var sound = export.Read(path);
            foreach (var at in Enumerable.Range(0, 4).Select(part => part * (sound.Length - 1) / 3))
            {
                export.Put(path, Flip(sound, at));
                var run = await export.VerifyWithCardsAsync();
                run.ExitCode.ShouldBe(VerificationFailed, $"{path} at {at}");
                run.Progress.ShouldNotContain("   at ");
            }

            export.Put(path, sound);
        }

        (await export.VerifyWithCardsAsync()).ExitCode.ShouldBe(0);
    }

    [Test]
    public async Task At_most_twenty_faults_are_named_the_first_first()
    {
        using var export = new TestExport();
        Entries(export, "tile/entries/000", 256, leaves => Array.Fill(leaves, "{}"u8.ToArray()));

        var run = await export.VerifyAsync("--json");

        var details = JsonNode.Parse(run.Progress)!["details"]!.AsArray();
        details.Count.ShouldBe(21);
        ((string)details[20]!).ShouldStartWith("These are the first 20");
        ((string)details[0]!).ShouldStartWith("Entry 0 is malformed");
    }

    private static readonly TestCaseData<Func<LeafDraft, LeafDraft>>[] Lies = [Lie("index", draft => draft with { Detail = new()
                {
                    ["index"] = 3,
                    ["leaf"] = (string)draft.Detail!["leaf"]!,
                } }), Lie("digest", draft => draft with { Detail = new()
                {
                    ["index"] = (long)draft.Detail!["index"]!,
                    ["leaf"] = Digest.Of("other"u8).ToString(),
                } }), Lie("time", draft => draft with { Detail = new()
                {
                    ["index"] = (long)draft.Detail!["index"]!,
                    ["leaf"] = (string)draft.Detail!["leaf"]!,
                    ["acceptedAt"] = "2026-11-24T08:00:00.000Z",
                } }), Lie("code", draft => draft with { Code = ReceiptCode.Expired }), Lie("event", draft => draft with { Event = LedgerEvents.MessageRefused })];

    [TestCaseSource(nameof(Lies))]
    public async Task An_entry_that_says_something_else_than_its_receipt_is_named(Func<LeafDraft, LeafDraft> lie)
    {
        var maker = ExportMaker.Of(10);
        maker.Exchange(lie);
        maker.Checkpoint();
        using var export = new TestExport(maker);

        ShouldFail(await export.VerifyAsync(), "Entry 21 differs from its receipt");
    }

    [Test]
    public async Task An_entry_about_another_message_than_its_receipt_is_named()
    {
        var maker = ExportMaker.Of(10);
        maker.Exchange(draft => draft with { Sequence = 2 });
        maker.Checkpoint();
        using var export = new TestExport(maker);

        ShouldFail(await export.VerifyAsync(), "Entry 21 has the receipt of another message");
    }

    [Test]
    public async Task A_card_whose_certificates_did_not_hold_when_it_began_is_named()
    {
        using var export = new TestExport();
        export.Change("cards/MYS.1.party.json", bytes =>
        {
            var card = JsonNode.Parse(bytes)!;
            card["signing"] = LogParty.Bgd.Card.Signing;
            return Encoding.UTF8.GetBytes(card.ToJsonString());
        });

        ShouldFail(await export.VerifyAsync(), "The card of MYS with serial 1 was not valid when it began: /signing");
    }

    [Test]
    public async Task A_cosignature_by_somebody_who_is_no_counterpart_is_not_taken()
    {
        var maker = ExportMaker.Of(10);
        maker.Exchange();
        maker.Checkpoint(witness: LogParty.Bgd.Witness);
        using var export = new TestExport(maker);

        ShouldFail(await export.VerifyAsync(), "bears a cosignature of 'bgd.exchange/witness' that no counterpart's card verifies");
    }

    [Test]
    public async Task A_size_that_nobody_could_store_ends_at_the_first_bundle_that_is_missing()
    {
        var maker = ExportMaker.Of(300);
        maker.Checkpoint(size: long.MaxValue);
        using var export = new TestExport(maker);

        ShouldFail(await export.VerifyAsync(), "tile/entries/002 is missing");
    }

    [Test]
    public async Task A_checkpoint_with_another_root_than_its_entries_is_named_by_its_size()
    {
        var maker = ExportMaker.Of(20, perCheckpoint: 10);
        // Signed in good form, but before the last entries of that size were there.
        maker.Checkpoint(size: 30);
        using var export = new TestExport(maker);

        ShouldFail(await export.VerifyAsync(), "The first 30 entries do not match the root of their signed checkpoint");
    }

    [Test]
    public async Task A_checkpoint_with_an_earlier_time_than_one_before_it_is_named()
    {
        var maker = ExportMaker.Of(20, perCheckpoint: 10);
        maker.Exchange();
        maker.Checkpoint(at: LogParty.Founded);
        using var export = new TestExport(maker);

        ShouldFail(await export.VerifyAsync(), "checkpoints/42 has an earlier time");
    }

    [Test]
    public async Task A_checkpoint_of_another_log_is_not_this_exports()
    {
        using var export = new TestExport();
        var other = ReadHead(export) with { Origin = LogParty.Mys.Card.Log.Origin };
        var note = CheckpointNote.Sign(other, LogParty.Founded.AddDays(1), LogParty.Mys.Signers);
        export.Put(
            "checkpoint",
            Encoding.UTF8.GetBytes(
                CosignedCheckpoint.Of(note, [Cosignature.Sign(other, LogParty.Founded.AddDays(1), LogParty.Bgd.Witness)]).ToString()
            )
        );

        ShouldFail(await export.VerifyAsync(), "Entry 0 belongs to the ledger of BGD, not of MYS");
    }

    [Test]
    public async Task What_is_no_export_at_all_is_said_to_be_none()
    {
        using var folder = new TemporaryFolder();

        foreach (var path in new[] { folder.Folder, folder.In("missing") })
        {
            var run = await CommandRun.OfAsync("ledger", "verify", path);
            run.ExitCode.ShouldBe(2);
            run.Progress.ShouldContain("is not a ledger export");
        }
    }

    [Test]
    public async Task Cards_are_not_given_for_a_running_gateway()
    {
        using var export = new TestExport();

        var run = await CommandRun.OfAsync("ledger", "verify", "--home", export.Folder, "--card", export.CardOf(LogParty.Bgd));

        run.ExitCode.ShouldBe(2);
    }

    private static Checkpoint ReadHead(TestExport export) =>
        CosignedCheckpoint.TryRead(Encoding.UTF8.GetString(export.Read("checkpoint")), out var read)
            ? CheckpointNote.ReadUnverified(read.Note)!
            : throw new InvalidDataException();

    private static void ShouldFail(CommandRun run, string fault)
    {
        run.ExitCode.ShouldBe(VerificationFailed, run.Progress);
        run.Output.ShouldBeEmpty();
        run.Progress.ShouldContain(fault);
        run.Progress.ShouldNotContain("   at ");
    }

    private static TestCaseData<Action<TestExport>, string> Case(string name, Action<TestExport> tamper, string fault) =>
        new(tamper, fault) { TestName = $"An export with {name} is refused" };

    private static TestCaseData<Func<LeafDraft, LeafDraft>> Lie(string name, Func<LeafDraft, LeafDraft> lie) =>
        new(lie) { TestName = $"An entry with another {name} than its receipt is named" };

    private static byte[] Flip(byte[] bytes, int at)
    {
        var flipped = bytes.ToArray();
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] Text(byte[] leaf, string old, string other) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(leaf).Replace(old, other, StringComparison.Ordinal));

    private static byte[] WithoutLastLine(byte[] note) => note[..(note.AsSpan(0, note.Length - 1).LastIndexOf((byte)'\n') + 1)];

    private static byte[] LastLine(byte[] note) => note[WithoutLastLine(note).Length..];

    private static void Entries(TestExport export, string path, int count, Action<byte[][]> change)
    {
        EntryBundle.TryRead(export.Read(path), count, out var leaves).ShouldBeTrue();
        var changed = leaves!.Select(leaf => leaf.ToArray()).ToArray();
        change(changed);
        export.Put(path, EntryBundle.Write([.. changed.Select(leaf => (ReadOnlyMemory<byte>)leaf)]));
    }

    private static void Lines(TestExport export, Action<List<string>> change)
    {
        var lines = File.ReadAllLines(export.Path("receipts/000")).ToList();
        change(lines);
        export.Put("receipts/000", Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
    }

    private static string Head(long size) => HeadPath.Of(LogParty.Mys.Card.Party, LogParty.Mys.Card.Log.Origin, size).ToString();

    private static void LinkFile(TestExport export)
    {
        File.Move(export.Path("tile/entries/000"), export.In("elsewhere"));
        File.CreateSymbolicLink(export.Path("tile/entries/000"), export.In("elsewhere"));
    }

    private static void PutPipe(TestExport export)
    {
        export.Delete("tile/entries/000");
        using var made = System.Diagnostics.Process.Start("mkfifo", [export.Path("tile/entries/000")]);
        made.WaitForExit();
    }

    private static void LinkFolder(TestExport export)
    {
        Directory.Move(export.Path("tile/0"), export.In("elsewhere"));
        Directory.CreateSymbolicLink(export.Path("tile/0"), export.In("elsewhere"));
    }
}
