using Exchange.Protocol;
using Exchange.Sealing.Certificates;

namespace Exchange.Cli.Ledger;

/// <summary>The certificates and revocation lists of an export's cards, at the time when each card began. Later expiry is a note and no fault: signatures stay valid.</summary>
internal sealed class CardsCheck(LogCards cards, DateTimeOffset now)
{
    public IEnumerable<string> Faults()
    {
        foreach (var known in cards.All)
        {
            foreach (var fault in CardCheck.Check(known.Card, known.Card.ValidFrom))
                yield return $"The card of {known.Party} with serial {known.Card.Serial} was not valid when it began: {fault.Pointer}: {fault.Text}";
            foreach (var fault in CardCheck.Conflicts(known.Card, cards.All.Select(other => other.Card)))
                yield return $"The card of {known.Party} with serial {known.Card.Serial}: {fault.Pointer}: {fault.Text}";
        }
    }

    /// <summary>Faults that the cards would have if they were imported now.</summary>
    public IEnumerable<string> Notes() =>
        from known in cards.All
        where CardCheck.Check(known.Card, known.Card.ValidFrom).Count == 0
        from fault in CardCheck.Check(known.Card, now).Take(1)
        select $"The card of {known.Party} with serial {known.Card.Serial}, from {ProtocolTime.Write(known.Card.ValidFrom)}, would no longer be accepted: {fault.Pointer}: {fault.Text}";
}
