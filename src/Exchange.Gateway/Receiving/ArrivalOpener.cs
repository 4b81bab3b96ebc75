using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// Opens an arrival and returns what must be recorded of it. This is done outside the journal's transaction; what depends on
/// earlier records is judged inside.
/// </summary>
internal sealed class ArrivalOpener(
    OwnParty own,
    Database database,
    CaseJudge cases,
    LinkJudge links,
    Quarantine quarantine,
    DeferredMessages deferred,
    TimeProvider clock
)
{
    public Action<JournalTransaction> Open(Arrival arrival, Counterpart counterpart)
    {
        // Repeated sealed bytes are known by their digest, before any key is used on them, unless their content was lost here.
        var isJudged = IsJudged(arrival, out var isLost);
        if (isJudged && !isLost)
            return transaction => CaseJudge.Repeat(transaction, arrival);
        var opening = own.Open(arrival.Bytes, counterpart, clock.Now());
        if (isJudged && opening is not Opened)
            return transaction => CaseJudge.Repeat(transaction, arrival);
        // Deferred by a fault of this program before its kind was known: a link message has been repeated since.
        if (IsLink(opening) && arrival.Waited is not null)
            return transaction => DeferredMessages.Remove(transaction, arrival);
        return opening switch
        {
            Rejected refusal when !refusal.Code.Travels() => transaction => quarantine.Put(transaction, arrival, refusal),
            Opened opened when IsLink(opened) => links.Prepare(opened, counterpart),
            // A link message has no receipt and no ledger entry.
            var other when IsLink(other) => JournalTransaction.Nothing,
            Rejected refusal => transaction => cases.Refuse(transaction, arrival, refusal),
            NotYet => transaction => deferred.Put(transaction, arrival, WaitReason.CrlStale, null),
            Opened opened => transaction => cases.Judge(transaction, arrival, opened),
            var other => throw new InvalidOperationException($"Opening gave {other.GetType().Name}."),
        };
    }

    /// <summary>True if these are the bytes of a link message, as far as they could be opened.</summary>
    public bool IsLinkMessage(Arrival arrival, Counterpart counterpart) => IsLink(own.Open(arrival.Bytes, counterpart, clock.Now()));

    private static bool IsLink(OpenResult opening) =>
        opening switch
        {
            Opened opened => opened.Message.Header.Kind is LinkKind,
            NotYet notYet => notYet.IsLinkMessage,
            Rejected { Outline.Kind: { } kind } refusal => refusal.Code.Travels() && kind is LinkKind,
            _ => false,
        };

    private bool IsJudged(Arrival arrival, out bool isLost)
    {
        using var sql = database.OpenSession();
        var known = MessageTable.FindSealed(sql, arrival.Counterpart, arrival.Sealed);
        isLost = known is not null && ContentStore.IsLost(sql, known);
        return known is not null;
    }
}

/// <summary>Sealed bytes that arrived in the mailbox of one counterpart, now or before they were deferred.</summary>
internal sealed record Arrival(PartyName Counterpart, ReadOnlyMemory<byte> Bytes, DateTimeOffset ArrivedAt)
{
    /// <summary>SHA-256 of the bytes.</summary>
    public Digest Sealed { get; } = Digest.Of(Bytes.Span);

    /// <summary>Why it was deferred, if it was.</summary>
    public WaitReason? Waited { get; init; }

    public override string ToString() => Sealed.ToString();
}
