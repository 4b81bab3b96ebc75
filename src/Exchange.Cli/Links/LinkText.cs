using System.Globalization;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Links;

/// <summary>A link as lines of text.</summary>
internal static class LinkText
{
    public static IEnumerable<string> Of(LinkView link) =>
    [
        $"{link.Counterpart}: {(link.Suspended is { } reason ? $"SUSPENDED ({reason}): its case messages are deferred" : "in order")}",
        string.Create(CultureInfo.InvariantCulture, $"  card serial {link.CardSerial}{(link.HasGrant ? "" : ", no grant for its mailbox yet")}; last pong {(link.LastPong is { } pong ? ProtocolTime.Write(pong) : "none since the start")}"),
        .. link.TheirBroker is { } theirs ? [$"  NOT CONNECTED to its broker: {theirs}"] : Array.Empty<string>(),
        .. link.OurBroker is { } ours ? [$"  NOT CONNECTED to our own broker: {ours}"] : Array.Empty<string>(),
        string.Create(CultureInfo.InvariantCulture, $"  waiting {link.Waiting}, deferred {link.Parked}, quarantined {link.Quarantined}"),
        Cosigned(link),
        .. (link.Alarms ?? []).SelectMany(Alarm),
    ];

    private static string Cosigned(LinkView link)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"  it has cosigned our ledger up to size {link.CosignedSize}");
        var when = link.CosignedAt is { } at ? $" ({ProtocolTime.Write(at)})" : "";
        return link.BehindSince is { } since
            ? $"{size}{when}; {(link.CosignatureLate ? "LATE: " : "")}later checkpoints wait since {ProtocolTime.Write(since)}"
            : $"{size}{when}; it is not behind";
    }

    private static IEnumerable<string> Alarm(AlarmView alarm) =>
    [
        $"  alarm {alarm.Alarm} at {ProtocolTime.Write(alarm.At)}",
        .. Lines("presented", alarm.Presented),
        .. Lines("held", alarm.Held),
    ];

    // The first three lines of a note: origin, size, root. The signatures are in --json.
    private static IEnumerable<string> Lines(string name, string? note) => note is null ? [] : [$"    {name}: {string.Join("  ", note.Split('\n').Take(3))}"];
}
