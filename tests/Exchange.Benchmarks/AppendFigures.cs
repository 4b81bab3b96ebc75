using System.Diagnostics;
using System.Text.Json;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Sealing.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Benchmarks;

/// <summary>
/// What an entry costs within the journal, on its real database, in a small log and in a large one: in turns, so that both meet the same
/// machine.
/// </summary>
internal static class AppendFigures
{
    private const int Small = 1_000;
    private const int Large = 1_000_000;
    private const int Batch = 64;
    private const int Batches = 200;

    /// <summary>One JSON line.</summary>
    public static async Task<string> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("exchange-append-").FullName;
        try
        {
            using var party = new BenchParty(folder, "BGD");
            await using var small = Start(party, Path.Combine(folder, "small"), Small);
            await using var large = Start(party, Path.Combine(folder, "large"), Large);
            var (few, many) = (new List<double>(), new List<double>());
            for (var turn = -20; turn < Batches; turn++)
            {
                // Neither always goes first.
                var (first, second) = long.IsEvenInteger(turn) ? (small, large) : (large, small);
                var (one, other) = (await AppendAsync(first), await AppendAsync(second));
                if (first == large)
                    (one, other) = (other, one);
                // The first turns warm up.
                if (turn < 0)
                    continue;
                few.Add(one);
                many.Add(other);
            }

            var (atSmall, atLarge) = (Median(few), Median(many));
            return JsonSerializer.Serialize(
                new
                {
                    batch = Batch,
                    batches = Batches,
                    microsecondsPerEntryAt1000 = Math.Round(atSmall, 1),
                    microsecondsPerEntryAt1000000 = Math.Round(atLarge, 1),
                    ratio = Math.Round(atLarge / atSmall, 3),
                }
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The party's own home, with a database and a mark of their own.
    private static WebApplication Start(BenchParty party, string folder, int entries)
    {
        Directory.CreateDirectory(folder);
        var home = new GatewayHome(folder);
        Directory.CreateDirectory(home.Keys);
        File.Copy(party.Home.CardFile, home.Card);
        var app = GatewayHost.Build(home, new(), party.Keys);
        var database = app.Services.GetRequiredService<Database>();
        database.Prepare();
        using (var sql = database.OpenWriter())
            Fill(sql, party, entries, new LedgerMark(home.Mark));
        app.Services.GetRequiredService<JournalWriter>().Start();
        return app;
    }

    private static void Fill(SqlSession sql, BenchParty party, int entries, LedgerMark mark)
    {
        const int atOnce = 10_000;
        var tail = LogTail.Empty;
        for (var first = 0; first < entries; first += atOnce)
        {
            var count = Math.Min(atOnce, entries - first);
            var leaves = Enumerable
                .Range(first, count)
                .AsParallel()
                .AsOrdered()
                .Select(index => SampleEntries.Leaf(index, party.Card.Party))
                .ToList();
            sql.Execute("BEGIN");
            for (var at = 0; at < count; at++)
                EntryTable.Insert(sql, first + at, leaves[at].Bytes, leaves[at].ExchangeId);
            var appended = tail.Append([.. leaves.Select(leaf => leaf.Hash)]);
            foreach (var tile in appended.FullTiles)
                EntryTable.Insert(sql, tile);
            tail = appended.Tail;
            sql.Execute("COMMIT");
        }

        var now = TimeProvider.System.Now();
        var note = CheckpointNote.Sign(new(party.Card.Log.Origin, tail.Size, tail.Root()), now, party.Log);
        CheckpointTable.Insert(sql, tail.Size, note, now);
        mark.Write(party.Card.Log.Origin, tail.Size, tail.Root().ToBytes());
    }

    // Microseconds per entry of one batch: entries, tiles, checkpoint with both signatures, commit, mark.
    private static async Task<double> AppendAsync(WebApplication app)
    {
        var drafts = Enumerable.Range(0, Batch).Select(index => SampleEntries.Draft(index)).ToList();
        var watch = Stopwatch.StartNew();
        await app
            .Services.GetRequiredService<JournalWriter>()
            .ProposeAsync("append", transaction => drafts.ForEach(draft => transaction.Append(draft)));
        return watch.Elapsed.TotalMicroseconds / Batch;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
