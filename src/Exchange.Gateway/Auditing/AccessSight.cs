namespace Exchange.Gateway.Auditing;

/// <summary>
/// Which entries of a history a caller sees: all but accesses to what is withheld from it. Its own it sees, and an auditor sees all, as it
/// is given no content.
/// </summary>
internal sealed class AccessSight(SqlSession sql, ContentStore contents, Caller caller)
{
    // Both sides may have given a message the same id.
    private static readonly bool[] Directions = [true, false];

    private readonly Dictionary<Guid, bool> _withheld = [];
    private readonly bool _seesAll =
        caller.HasAny([Role.Auditor]) || Enum.GetValues<Clearance>().All(clearance => caller.Clearances.Contains(clearance));

    public bool Sees(LedgerLeaf leaf) =>
        _seesAll
        || leaf.Actor == caller.Actor
        || leaf is not { MessageId: { } message, Counterpart: { } counterpart }
        || ExchangeHistory.GroupOf(leaf.Event) != HistoryGroup.Access
        || !IsWithheld(counterpart, message);

    private bool IsWithheld(PartyName counterpart, Guid message) =>
        _withheld.TryGetValue(message, out var known) ? known : _withheld[message] = !IsOpenTo(counterpart, message);

    // Of a draft, or of what was destroyed, it is not known here whether it is withheld: then it is.
    private bool IsOpenTo(PartyName counterpart, Guid message)
    {
        List<StoredMessage> found =
        [
            .. Directions.Select(outgoing => MessageTable.Find(sql, counterpart, outgoing, message)).OfType<StoredMessage>(),
        ];
        return found.Count > 0
            && found.All(one =>
                contents.Open(sql, one.EntryIndex, one.Signed) is { } content && Withholding.Missing(caller, content).Count == 0
            );
    }
}
