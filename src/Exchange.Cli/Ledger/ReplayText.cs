using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Ledger;

/// <summary>A replay in lines.</summary>
internal static class ReplayText
{
    public static string Line(ExchangeSummary exchange)
    {
        var due = exchange.DueAt is { } at ? $", due {ProtocolTime.Write(at)}{(exchange.Overdue ? " (overdue)" : "")}" : "";
        return FormattableString.Invariant(
            $"{exchange.Reference ?? "-"}  {exchange.ExchangeId}  {(exchange.OpenedByUs ? "to" : "from")} {exchange.Counterpart}: {CodeNames<ExchangeStatus>.Write(exchange.Status)}{due}, {exchange.Messages} messages");
    }

    public static string Line(ReplaySummary summary) => FormattableString.Invariant(
        $"{summary.Party}: {summary.Entries} of {summary.Size} entries replayed, up to {ProtocolTime.Write(summary.At)}: {summary.Exchanges} exchanges, {summary.Overdue} overdue{Counts(summary)}; ")
        + (summary.Included ? "every entry is included under the signed checkpoint" : "THE ENTRIES DO NOT LEAD TO THE SIGNED CHECKPOINT");

    private static string Counts(ReplaySummary summary) => summary.Statuses.Count == 0 ? "" : $" ({string.Join(", ", summary.Statuses.Select(status => FormattableString.Invariant($"{status.Value} {status.Key}")))})";
}
