using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// Destroys what messages say, and records it. An <c>erasure</c> of ours destroys what it names in the transaction that records it: it is
/// true when it is sent, and nobody can say it without doing it.
/// </summary>
internal static class Erasure
{
    /// <summary>True for an erasure in an exchange that is on hold.</summary>
    public static bool IsHeld(SqlSession sql, PartyName counterpart, MessageKind kind, Guid exchange) =>
        kind == CaseKinds.Erasure && ExchangeTable.HoldOf(sql, counterpart, exchange) is not null;

    /// <summary>Destroys what the messages say that an erasure of ours names; any other message changes nothing.</summary>
    public static void Apply(JournalTransaction transaction, PartyName counterpart, Message message)
    {
        if (message.Body is not ErasureBody erasure)
            return;
        foreach (var named in erasure.Messages)
        {
            if (erasure.Ground == ErasureGround.Withdrawn)
                TakenBackTable.Say(transaction.Sql, counterpart, message.Header.ExchangeId!.Value, named.MessageId);
            if (
                (
                    MessageTable.FindSigned(transaction.Sql, counterpart, outgoing: true, named.Signed)
                    ?? MessageTable.FindSigned(transaction.Sql, counterpart, outgoing: false, named.Signed)
                )
                is { } found
            )
            {
                Destroy(transaction, log: null, found.EntryIndex, EntryOf(transaction.Sql, found.EntryIndex), erasure.Ground);
            }
        }
    }

    /// <summary>Destroys what one message says; nothing is recorded if that was done before.</summary>
    /// <param name="transaction">The batch.</param>
    /// <param name="log">Ordinal of the ledger that has the message's entry; null for the present one.</param>
    /// <param name="index">The index of that entry.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="ground">Why.</param>
    public static void Destroy(JournalTransaction transaction, long? log, long index, LedgerLeaf entry, ErasureGround ground)
    {
        if (!ContentStore.Erase(transaction.Sql, log, index, transaction.Now))
            return;
        transaction.Append(
            new(LedgerEvents.MessageErased)
            {
                Counterpart = entry.Counterpart,
                ExchangeId = entry.ExchangeId,
                MessageId = entry.MessageId,
                Kind = MessageKind.TryParse(entry.Kind!, out var kind) ? kind : null,
                Sequence = entry.Sequence,
                Signed = entry.Signed,
                Detail = new() { ["ground"] = CodeNames<ErasureGround>.Write(ground) },
            }
        );
    }

    private static LedgerLeaf EntryOf(SqlSession sql, long index) =>
        LedgerLeaf
            .Read(
                EntryTable.Leaf(sql, index)
                    ?? throw new LogDamagedException($"Entry {index} of the ledger is missing from the database.")
            )
            .OrThrow();
}
