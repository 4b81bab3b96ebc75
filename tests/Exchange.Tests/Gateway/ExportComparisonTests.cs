using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Gateway.Exporting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Tiles;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>A counterpart's export, brought by an auditor of ours.</summary>
internal sealed class ExportComparisonTests
{
    private FakeTimeProvider _clock = null!;
    private TwoGateways _two = null!;
    private HttpClient _auditor = null!;

    [SetUp]
    public async Task Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _two = new(_clock);
        _auditor = await _two.Bgd.ListenAsync(await _two.Bgd.KeyAsync(Role.Auditor));
        await _two.SendAsync(_two.Bgd, TestGateway.Request);
        await _two.SendAsync(_two.Mys, TestGateway.Request);
        await _two.CrossAsync();
    }

    [TearDown]
    public async Task End()
    {
        _auditor.Dispose();
        await _two.DisposeAsync();
    }

    [TestCase("")]
    [TestCase("ledger/")]
    public async Task Two_honest_ledgers_agree_also_after_ours_has_gone_on(string folder)
    {
        var zip = Zip(folder);
        _clock.Advance(TimeSpan.FromHours(1));
        await _two.SendAsync(_two.Bgd, TestGateway.Request);
        await _two.SendAsync(_two.Mys, TestGateway.Request);
        await _two.CrossAsync();

        var compared = await CompareAsync(zip);

        compared.Findings.ShouldBeEmpty();
        compared.Counterpart.ShouldBe("MYS");
        compared.Pairs.ShouldBeGreaterThanOrEqualTo(2);
        compared.HeldEntries.ShouldNotBeNull().ShouldBeGreaterThan(compared.TheirEntries);
    }

    [Test]
    public async Task An_entry_that_was_changed_is_found_and_nothing_is_paired()
    {
        var compared = await CompareAsync(Zip(entries: entries => entries[0] = [.. "x"u8, .. entries[0][1..]]));

        compared.Findings.ShouldAllBe(finding => finding.Kind == "export" || finding.Kind == "divergence");
        compared.Findings.ShouldContain(finding => finding.Text.Contains("Entry 0 is malformed"));
        compared.Pairs.ShouldBe(0);
    }

    [Test]
    public async Task A_second_history_contradicts_the_checkpoints_that_we_hold()
    {
        var compared = await CompareAsync(Zip(entries: entries => (entries[0], entries[1]) = (entries[1], entries[0]), signAnew: true));

        compared.Findings.ShouldContain(finding => finding.Kind == "divergence" && finding.Text.StartsWith("MYS has two histories"));
    }

    [Test]
    public async Task What_was_left_out_is_a_gap()
    {
        var compared = await CompareAsync(
            Zip(entries: entries => entries.RemoveAll(entry => Encoding.UTF8.GetString(entry).Contains("message-accepted")), signAnew: true)
        );

        compared.Findings.ShouldContain(finding => finding.Kind == "gap" || finding.Kind == "contradiction");
    }

    [Test]
    public async Task What_is_no_export_of_a_counterpart_is_not_compared()
    {
        (await PostAsync("PK"u8.ToArray(), 422)).ShouldContain("not a zip");
        (await PostAsync(Zip(of: _two.Bgd), 422)).ShouldContain("No counterpart whose card we have");
        (await PostAsync(Zip(note: note => $"{note[..^10]}{(note[^10] == 'A' ? 'B' : 'A')}{note[^9..]}"), 422)).ShouldContain(
            "Nothing was compared."
        );
        (await PostAsync(Zip(signAnew: true, signer: _two.Bgd), 422)).ShouldContain("Nothing was compared.");
        (await PostAsync(Pack(new() { ["note"] = [1] }), 422)).ShouldContain("has no file 'checkpoint'");
    }

    [Test]
    public async Task What_is_too_large_for_memory_is_not_compared()
    {
        (await PostAsync(new byte[ComparisonView.LargestZip + 1], 413)).ShouldContain("export-too-large");
        (await PostAsync(Zip(signAnew: true, size: ExportComparison.MostEntries + 1), 413)).ShouldContain("export-too-large");
        // Each bundle is as large as it may be; the zip of all of them is small.
        var many = Enumerable.Repeat(new byte[4000], 17_000);
        (await PostAsync(Zip(entries: entries => entries.AddRange(many), signAnew: true), 413)).ShouldContain(
            "export-too-large"
        );
    }

    private async Task<ComparisonView> CompareAsync(byte[] zip) =>
        JsonSerializer.Deserialize<ComparisonView>(await PostAsync(zip, 200), ProtocolJson.Options)!;

    private async Task<string> PostAsync(byte[] zip, int status)
    {
        using var content = new ByteArrayContent(zip);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        using var answer = await _auditor.PostAsync("/api/v1/ledger/compare", content);
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        return status == 200 ? text : $"{JsonNode.Parse(text)!["code"]} {JsonNode.Parse(text)!["detail"]}";
    }

    // The export of MYS as its gateway has it now, or as somebody made it.
    private byte[] Zip(
        string folder = "",
        TestGateway? of = null,
        Action<List<byte[]>>? entries = null,
        bool signAnew = false,
        TestGateway? signer = null,
        long? size = null,
        Func<string, string>? note = null
    )
    {
        of ??= _two.Mys;
        using var sql = of.Part<Database>().OpenSession();
        var newest = of.Part<LogBook>().Checkpoint!;
        var leaves = EntryTable.Read(sql, null, 0).ConvertAll(entry => entry.Leaf);
        entries?.Invoke(leaves);
        var text = newest.Note;
        if (signAnew)
        {
            var root = LogTail.Empty.Append([.. leaves.Select(leaf => MerkleHash.OfLeaf(leaf))]).Tail.Root();
            text = CheckpointNote.Sign(
                new(of.Part<OwnParty>().Card.Log.Origin, size ?? leaves.Count, root),
                _clock.GetUtcNow(),
                (signer ?? of).Part<OwnParty>().LogSigners
            );
        }

        var files = new Dictionary<string, byte[]> { [$"{folder}checkpoint"] = Encoding.UTF8.GetBytes(note?.Invoke(text) ?? text) };
        for (var bundle = 0; bundle * TileId.Width < leaves.Count; bundle++)
        {
            var width = TilePath.WidthAt(bundle, leaves.Count);
            files[$"{folder}{TilePath.Entries(bundle, width)}"] = EntryBundle.Write([
                .. leaves.Skip(bundle * TileId.Width).Take(width).Select(leaf => (ReadOnlyMemory<byte>)leaf),
            ]);
        }

        return Pack(files);
    }

    private static byte[] Pack(Dictionary<string, byte[]> files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var file = zip.CreateEntry(name).Open();
                file.Write(bytes);
            }
        }

        return packed.ToArray();
    }
}
