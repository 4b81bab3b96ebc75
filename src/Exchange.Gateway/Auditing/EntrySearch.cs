using System.Text;

namespace Exchange.Gateway.Auditing;

/// <summary>What an auditor searches for in a ledger of ours. Absent criteria do not restrict.</summary>
internal sealed record EntrySearch
{
    // A search that finds little stops after so many entries, and returns where to continue.
    private const int MostRead = 20_000;
    private const int Page = 1000;

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public Guid? Exchange { get; init; }

    public PartyName? Counterpart { get; init; }

    public string? Event { get; init; }

    /// <summary>Any of these, as the ledger names them.</summary>
    public IReadOnlyCollection<string>? Actors { get; init; }

    /// <param name="log">Ordinal of the ledger; null for the present one.</param>
    /// <param name="before">Index below which to begin.</param>
    public FoundEntriesView Run(SqlSession sql, long? log, long before)
    {
        var found = new List<FoundEntriesView.Entry>();
        var (next, read) = (before, 0);
        while (read < MostRead)
        {
            var rows = Rows(sql, log, next);
            read += Page;
            foreach (var (index, bytes) in rows)
            {
                next = index;
                if (LedgerLeaf.Read(bytes).Value is { } leaf && IsMeant(leaf))
                    found.Add(new(index, Encoding.UTF8.GetString(bytes), leaf.Actor));
                if (found.Count == FoundEntriesView.Most)
                    return new(found, next > 0 ? next : null);
            }

            if (rows.Count < Page)
                return new(found, null);
        }

        return new(found, next > 0 ? next : null);
    }

    private List<(long Index, byte[] Leaf)> Rows(SqlSession sql, long? log, long before) =>
        Exchange is { } exchange
            ? EntryTable.ReadNewestOf(sql, exchange, log, before, Page)
            : EntryTable.ReadNewest(sql, log, before, Page);

    private bool IsMeant(LedgerLeaf leaf) =>
        (Exchange is null || leaf.ExchangeId == Exchange)
        && (Since is null || leaf.At >= Since)
        && (Until is null || leaf.At < Until)
        && (Counterpart is null || leaf.Counterpart == Counterpart)
        && (Event is null || leaf.Event == Event)
        && (Actors is null || Actors.Contains(leaf.Actor));
}
