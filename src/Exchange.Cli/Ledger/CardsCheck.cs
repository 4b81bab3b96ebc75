using Exchange.Protocol;
using Exchange.Sealing.Certificates;

namespace Exchange.Cli.Ledger;

/// <summary>The certificates and revocation lists of an export's cards, as of when each card began. What has expired since is told, and is no fault: what was signed stays signed.</summary>
internal sealed class CardsCheck(LogCards cards, DateTimeOffset now)
{
    public IEnumerable<string> Faults()
    {
        foreach (var known in cards.All)
        {
            foreach (var fault in CardCheck.Check(known.Card, known.Card.ValidFrom))
                yield return $"The card of {known.Party} with serial {known.Card.Serial} did not hold when it began: {fault.Pointer}: {fault.Text}";
            foreach (var fault in CardCheck.Conflicts(known.Card, cards.All.Select(other => other.Card)))
                yield return $"The card of {known.Party} with serial {known.Card.Serial}: {fault.Pointer}: {fault.Text}";
        }
    }

    /// <summary>What would be said of the cards if they were new.</summary>
    public IEnumerable<string> Notes() =>
        from known in cards.All
        where CardCheck.Check(known.Card, known.Card.ValidFrom).Count == 0
        from fault in CardCheck.Check(known.Card, now).Take(1)
        select $"The card of {known.Party} with serial {known.Card.Serial}, from {ProtocolTime.Write(known.Card.ValidFrom)}, would not be taken any more: {fault.Pointer}: {fault.Text}";
}
