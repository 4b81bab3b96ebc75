using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// Opens what arrived and says what is to be recorded of it. The work is done here, outside the journal's transaction;
/// what depends on what is already recorded is judged inside.
/// </summary>
internal sealed class ArrivalOpener(
    OwnParty own, Database database, CaseJudge cases, LinkJudge links, Quarantine quarantine, TimeProvider clock)
{
    public Action<JournalTransaction> Open(Arrival arrival, Counterpart counterpart)
    {
        if (IsJudged(arrival))
            return transaction => CaseJudge.Repeat(transaction, arrival);
        return own.Open(arrival.Bytes, counterpart, clock.Now()) switch
        {
            Rejected refusal when !refusal.Code.Travels() => transaction => quarantine.Put(transaction, arrival, refusal),
            // A link message is never answered by a receipt, and never an entry.
            Rejected { Outline.Kind: { } kind } when kind.IsLink() => JournalTransaction.Nothing,
            Rejected refusal => transaction => CaseJudge.Refuse(transaction, arrival, refusal),
            NotYet { IsLinkMessage: true } => JournalTransaction.Nothing,
            NotYet => transaction => ParkedMessages.Put(transaction, arrival, WaitReason.CrlStale, null),
            Opened opened when opened.Message.Header.Kind.IsLink() => links.Prepare(opened, counterpart),
            Opened opened => transaction => cases.Judge(transaction, arrival, opened),
            var other => throw new InvalidOperationException($"Opening gave {other.GetType().Name}."),
        };
    }

    // The same sealed bytes again are known by their digest, before any key is used on them.
    private bool IsJudged(Arrival arrival)
    {
        using var sql = database.OpenSession();
        return MessageTable.FindSealed(sql, arrival.Counterpart, arrival.Sealed) is not null;
    }
}
