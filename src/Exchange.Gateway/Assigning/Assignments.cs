using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Assigning;

/// <summary>
/// Whose work an exchange is from its opening on: whoever opens it has it, with its unit; one that a counterpart opens is nobody's.
/// </summary>
internal sealed class Assignments(GatewaySettings settings)
{
    /// <summary>Whose an exchange is that a caller opens; null if it is for all, or our party or the caller has no unit.</summary>
    public Assignment? OfOpener(Caller caller, MessageKind kind) =>
        settings.Units.Count > 0 && kind is CaseKind { IsForAllUnits: false } && caller.Units is [var first, ..]
            ? new(first, caller.PersonId)
            : null;

    /// <summary>Records an assignment, in the transaction that opens the exchange or in one of its own.</summary>
    public static void Record(JournalTransaction transaction, PartyName counterpart, Guid exchangeId, Assignment to) =>
        transaction.Append(
            new(LedgerEvents.ExchangeAssigned)
            {
                Counterpart = counterpart,
                ExchangeId = exchangeId,
                Detail = to.ToDetail(),
            }
        );
}
