namespace Exchange.Ledger.Replay;

/// <summary>
/// Decides which ids and sequences the rows of refused messages keep: each one, unless another message had it when the refusal
/// was recorded. Keeps only ids and sequences of refusals in memory.
/// </summary>
public sealed class RefusalPlaces
{
    private readonly Names _refused = new();
    private readonly HashSet<long> _withoutId = [];
    private readonly HashSet<long> _withoutSequence = [];

    /// <summary>Judges a ledger in memory.</summary>
    public static RefusalPlaces Of(IReadOnlyCollection<MessageEntry> entries)
    {
        var places = new RefusalPlaces();
        foreach (var entry in entries)
            places.Note(entry);
        places.Judge(entries);
        return places;
    }

    /// <summary>Must be called for every entry before <see cref="Judge"/>, in any order.</summary>
    public void Note(MessageEntry entry)
    {
        if (entry.IsRefusal)
            _refused.Take(entry);
    }

    /// <summary>Judges each refusal by the entries before it.</summary>
    /// <param name="entries">All entries again, in any order.</param>
    public void Judge(IEnumerable<MessageEntry> entries)
    {
        if (_refused.IsEmpty)
            return;
        var taken = new Names();
        foreach (var entry in entries.Where(Concerns).OrderBy(entry => entry.Index))
        {
            if (entry.IsRefusal && (entry.Code == ReceiptCode.IdReused || taken.HasId(entry)))
                _withoutId.Add(entry.Index);
            if (entry.IsRefusal && (entry.Code == ReceiptCode.SequenceReused || taken.HasSequence(entry)))
                _withoutSequence.Add(entry.Index);
            taken.Take(Kept(entry));
        }
    }

    /// <summary>The refusal without an id or sequence that another message had.</summary>
    public MessageEntry Kept(MessageEntry refusal) =>
        refusal with
        {
            MessageId = _withoutId.Contains(refusal.Index) ? null : refusal.MessageId,
            Sequence = _withoutSequence.Contains(refusal.Index) ? null : refusal.Sequence,
        };

    private bool Concerns(MessageEntry entry) =>
        entry.IsRefusal || (entry.Event == LedgerEvents.MessageAccepted && (_refused.HasId(entry) || _refused.HasSequence(entry)));

    /// <summary>Ids and sequences in use.</summary>
    private sealed class Names
    {
        private readonly HashSet<(PartyName, Guid)> _ids = [];
        private readonly HashSet<(PartyName, Guid, int)> _sequences = [];

        public bool IsEmpty => _ids.Count == 0 && _sequences.Count == 0;

        public bool HasId(MessageEntry entry) => entry.MessageId is { } id && _ids.Contains((entry.Counterpart, id));

        public bool HasSequence(MessageEntry entry) =>
            entry is { ExchangeId: { } exchange, Sequence: { } sequence } && _sequences.Contains((entry.Counterpart, exchange, sequence));

        public void Take(MessageEntry entry)
        {
            if (entry.MessageId is { } id)
                _ids.Add((entry.Counterpart, id));
            if (entry is { ExchangeId: { } exchange, Sequence: { } sequence })
                _sequences.Add((entry.Counterpart, exchange, sequence));
        }
    }
}
