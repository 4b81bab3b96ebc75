using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Cli;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;

namespace Exchange.Benchmarks;

/// <summary>What it takes to replay an export, of a tenth of the entries and of all, each in a process of its own.</summary>
internal static class ReplayFigures
{
    // A request, its delivery, an acknowledgement and an answer; forty exchanges go side by side.
    private const int Steps = 4;
    private const int SideBySide = 40;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PartyName Bgd = PartyName.Parse("BGD");
    private static readonly PartyName Mys = PartyName.Parse("MYS");

    /// <summary>Makes both exports and has them replayed; one JSON line.</summary>
    public static async Task<string> RunAsync(int entries)
    {
        var folder = Directory.CreateTempSubdirectory("exchange-replay-figures-").FullName;
        try
        {
            using var own = new BenchParty(folder, Bgd.Value);
            using var witness = new BenchParty(folder, Mys.Value);
            var (tenth, all) = (Path.Combine(folder, "tenth"), Path.Combine(folder, "all"));
            SyntheticExport.Write(tenth, entries / 10, own, witness, LeafAt);
            SyntheticExport.Write(all, entries, own, witness, LeafAt);
            var (small, large) = (
                JsonDocument.Parse(await VerifyFigures.RunSelfAsync("replay-export", tenth)),
                JsonDocument.Parse(await VerifyFigures.RunSelfAsync("replay-export", all))
            );
            return JsonSerializer.Serialize(
                new
                {
                    entries,
                    replayed = large,
                    tenth = small,
                }
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Replays one export, its lines into a file.</summary>
    public static async Task<string> ReplayExportAsync(string export)
    {
        var watch = Stopwatch.StartNew();
        await using var output = new StreamWriter(export + ".lines");
        var code = await new ExchangeCommand(new(output, Console.Error, _ => null, TimeProvider.System)).RunAsync(
            ["ledger", "replay", export],
            CancellationToken.None
        );
        var (seconds, processor) = (watch.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds);
        return code == 0
            ? JsonSerializer.Serialize(
                new
                {
                    seconds = Math.Round(seconds, 2),
                    processorSeconds = Math.Round(processor, 2),
                    peakMegabytes = VerifyFigures.PeakMegabytes(),
                }
            )
            : throw new InvalidOperationException($"The replay ended with {code}.");
    }

    private static LedgerLeaf LeafAt(long index)
    {
        var (block, within) = Math.DivRem(index, Steps * SideBySide);
        var exchange = Id((block * SideBySide) + (within % SideBySide), 0);
        var draft = (within / SideBySide) switch
        {
            0 => Message(LedgerEvents.MessageSent, exchange, exchange, CaseKinds.Request, 1, Asked) with { Sealed = Random() },
            1 => Message(LedgerEvents.MessageDelivered, exchange, exchange, CaseKinds.Request, 1, Settled) with
            {
                Code = ReceiptCode.Accepted,
            },
            2 => Received(exchange, CaseKinds.Acknowledgement, 1, new() { Facts = FactSet.Read(new() { ["automatic"] = true }) }),
            _ => Received(exchange, CaseKinds.Response, 2, new() { Facts = FactSet.Read(new() { ["final"] = true }) }),
        };
        return LeafWriter.Write(draft, Bgd, Start.AddSeconds(index), RandomNumberGenerator.GetBytes(LedgerLeaf.SaltSize));
    }

    private static MessageDetail Asked =>
        new()
        {
            Reference = "BGD-MYS-2026-000042",
            IssuedAt = Start,
            ExpiresAt = Start.AddDays(30),
            Facts = FactSet.Read(new() { ["urgency"] = "routine" }),
        };

    private static MessageDetail Settled => new() { AcceptedAt = Start };

    private static LeafDraft Received(Guid exchange, MessageKind kind, int sequence, MessageDetail detail)
    {
        var id = Id(BitConverter.ToInt64(exchange.ToByteArray(), 8), sequence);
        var answer = detail with { IssuedAt = Start, ExpiresAt = Start.AddDays(30), InReplyTo = exchange };
        return Message(LedgerEvents.MessageAccepted, exchange, id, kind, sequence, answer) with
        {
            Sealed = Random(),
            Code = ReceiptCode.Accepted,
        };
    }

    private static LeafDraft Message(string @event, Guid exchange, Guid id, MessageKind kind, int sequence, MessageDetail detail)
    {
        var json = detail.ToJson();
        if (@event == LedgerEvents.MessageDelivered)
        {
            json.Add("index", 7);
            json.Add("leaf", Random().ToString());
        }

        return new(@event)
        {
            Counterpart = Mys,
            ExchangeId = exchange,
            MessageId = id,
            Kind = kind,
            Sequence = sequence,
            Signed = Random(),
            Detail = json,
        };
    }

    // The same number gives the same id: of the form of UUID version 7.
    private static Guid Id(long number, int message)
    {
        var bytes = SHA256.HashData([.. BitConverter.GetBytes(number), (byte)message])[..16];
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }

    private static Digest Random() => Digest.FromBytes(RandomNumberGenerator.GetBytes(Digest.Size));
}
