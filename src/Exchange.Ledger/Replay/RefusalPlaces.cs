using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Replay;

/// <summary>
/// Which refusals of a counterpart's messages have a row under their own id: those whose id and sequence were free when they
/// came. All others are kept by their digests alone. Holds the refusals in memory, and nothing else.
/// </summary>
public sealed class RefusalPlaces
{
    private readonly HashSet<(PartyName, Guid)> _ids = [];
    private readonly HashSet<(PartyName, Guid, int)> _sequences = [];
    private readonly HashSet<long> _nameless = [];

    /// <summary>Judges a log that is in memory.</summary>
    public static RefusalPlaces Of(IReadOnlyCollection<MessageEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var places = new RefusalPlaces();
        foreach (var entry in entries)
            places.Note(entry);
        places.Judge(entries);
        return places;
    }

    /// <summary>To be told of every entry before <see cref="Judge"/>, in any order.</summary>
    public void Note(MessageEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!IsInQuestion(entry))
            return;
        Take(entry, _ids, _sequences);
    }

    /// <summary>Judges each refusal by what came before it.</summary>
    /// <param name="entries">All entries again, in any order.</param>
    public void Judge(IEnumerable<MessageEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (_ids.Count == 0 && _sequences.Count == 0)
            return;
        var ids = new HashSet<(PartyName, Guid)>();
        var sequences = new HashSet<(PartyName, Guid, int)>();
        foreach (var entry in entries.Where(Concerns).OrderBy(entry => entry.Index))
        {
            if (IsInQuestion(entry) && IsTaken(entry, ids, sequences))
                _nameless.Add(entry.Index);
            else
                Take(entry, ids, sequences);
        }
    }

    /// <summary>True if the refusal has a row under its own id.</summary>
    public bool Has(MessageEntry refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return IsInQuestion(refusal) && !_nameless.Contains(refusal.Index);
    }

    private static bool IsTaken(MessageEntry entry, HashSet<(PartyName, Guid)> ids, HashSet<(PartyName, Guid, int)> sequences) =>
        (entry.MessageId is { } id && ids.Contains((entry.Counterpart, id)))
        || (entry is { ExchangeId: { } exchange, Sequence: { } sequence } && sequences.Contains((entry.Counterpart, exchange, sequence)));

    // A refusal uses up what could be read of it.
    private static void Take(MessageEntry entry, HashSet<(PartyName, Guid)> ids, HashSet<(PartyName, Guid, int)> sequences)
    {
        if (entry.MessageId is { } id)
            ids.Add((entry.Counterpart, id));
        if (entry is { ExchangeId: { } exchange, Sequence: { } sequence })
            sequences.Add((entry.Counterpart, exchange, sequence));
    }

    // What was refused because its id or sequence was taken has no place, without a question.
    private static bool IsInQuestion(MessageEntry entry) =>
        entry.Event == LedgerEvents.MessageRejected && entry.Code is not (ReceiptCode.IdReused or ReceiptCode.SequenceReused);

    private bool Concerns(MessageEntry entry) =>
        (entry.Event == LedgerEvents.MessageAccepted || IsInQuestion(entry)) && IsTaken(entry, _ids, _sequences);
}
