using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Ledger;

/// <summary>One exchange step by step, with the verdict on each proof.</summary>
/// <param name="Exchange">Its state at the moment; null if it was not open then.</param>
/// <param name="Counterpart">With whom.</param>
/// <param name="Steps">Its entries, in the order of the ledger.</param>
internal sealed record Timeline(ExchangeSummary? Exchange, string Counterpart, IReadOnlyList<TimelineStep> Steps)
{
    public static async Task<Timeline> OfAsync(ReplayedExchange exchange, ReplaySource source, ReplayRun run, ReplayMoment moment, CancellationToken cancellation)
    {
        var steps = new List<TimelineStep>();
        foreach (var entry in exchange.At(moment))
        {
            var sent = exchange.Entries.FirstOrDefault(other => other.Event == LedgerEvents.MessageSent && other.MessageId == entry.MessageId);
            ReceiptVerdict? receipt = entry.IsSettlement ? ReceiptProof.Judge(source.Party, entry, sent, await source.ReceiptAsync(entry, cancellation)) : null;
            steps.Add(new(
                entry.Index, entry.At, entry.Event, entry.Kind!, entry.Sequence!.Value, (entry.IsOurs ? source.Party : exchange.Counterpart).Value, entry.MessageId!.Value,
                (int?)entry.Code, run.Included, receipt));
        }

        return new(ExchangeSummary.Of(exchange, moment, run.Now), exchange.Counterpart.Value, steps);
    }

    public IEnumerable<string> Lines() =>
    [
        Exchange is null ? $"with {Counterpart}: its opening message is not in this ledger at that moment" : ReplayText.Line(Exchange),
        .. Steps.Select(step => FormattableString.Invariant(
            $"  {step.Entry,8}  {ProtocolTime.Write(step.At)}  {step.Event,-18} {step.Kind,-15} {step.Sequence,3}  {step.From}  {step.MessageId}{Code(step)}  entry {(step.Included ? "included" : "NOT PROVED")}{Receipt(step)}")),
    ];

    private static string Code(TimelineStep step) => step.Code is { } code ? FormattableString.Invariant($"  {code}") : "";

    private static string Receipt(TimelineStep step) => step.Receipt switch
    {
        null => "",
        ReceiptVerdict.Proved => ", receipt proved",
        var verdict => $", RECEIPT NOT PROVED ({CodeNames<ReceiptVerdict>.Write(verdict.Value)})",
    };
}
