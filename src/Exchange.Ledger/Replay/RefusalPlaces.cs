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
        _ids.Add((entry.Counterpart, entry.MessageId!.Value));
        _sequences.Add((entry.Counterpart, entry.ExchangeId!.Value, entry.Sequence!.Value));
    }

    /// <summary>Judges each refusal by what came before it.</summary>
    /// <param name="entries">All entries again, in any order.</param>
    public void Judge(IEnumerable<MessageEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (_ids.Count == 0)
            return;
        var ids = new HashSet<(PartyName, Guid)>();
        var sequences = new HashSet<(PartyName, Guid, int)>();
        foreach (var entry in entries.Where(Concerns).OrderBy(entry => entry.Index))
        {
            var (id, sequence) = ((entry.Counterpart, entry.MessageId!.Value), (entry.Counterpart, entry.ExchangeId!.Value, entry.Sequence!.Value));
            if (IsInQuestion(entry) && (ids.Contains(id) || sequences.Contains(sequence)))
            {
                _nameless.Add(entry.Index);
                continue;
            }

            ids.Add(id);
            sequences.Add(sequence);
        }
    }

    /// <summary>True if the refusal has a row under its own id.</summary>
    public bool Has(MessageEntry refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return IsInQuestion(refusal) && !_nameless.Contains(refusal.Index);
    }

    // What was refused because its id or sequence was taken has no place, without a question.
    private static bool IsInQuestion(MessageEntry entry) =>
        entry.Event == LedgerEvents.MessageRejected && entry.Step is not null && entry.Code is not (ReceiptCode.IdReused or ReceiptCode.SequenceReused);

    private bool Concerns(MessageEntry entry) =>
        (entry.Event == LedgerEvents.MessageAccepted || IsInQuestion(entry))
        && entry.Step is not null
        && (_ids.Contains((entry.Counterpart, entry.MessageId!.Value)) || _sequences.Contains((entry.Counterpart, entry.ExchangeId!.Value, entry.Sequence!.Value)));
}
