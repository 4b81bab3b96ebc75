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

    public string? Actor { get; init; }

    public FoundEntriesView Run(SqlSession sql, long? log, long from, long size)
    {
        var found = new List<FoundEntriesView.Entry>();
        var (next, read) = (from, 0);
        while (read < MostRead)
        {
            var rows = Rows(sql, log, next, size);
            read += Page;
            foreach (var (index, bytes) in rows)
            {
                next = index + 1;
                if (LedgerLeaf.Read(bytes).Value is { } leaf && IsMeant(leaf))
                    found.Add(new(index, Encoding.UTF8.GetString(bytes), leaf.Actor));
                if (found.Count == FoundEntriesView.Most)
                    return new(found, next < size ? next : null);
            }

            if (rows.Count < Page)
                return new(found, null);
        }

        return new(found, next < size ? next : null);
    }

    private List<(long Index, byte[] Leaf)> Rows(SqlSession sql, long? log, long from, long size) =>
        Exchange is { } exchange ? EntryTable.ReadOf(sql, exchange, log, from, size, Page) : EntryTable.Read(sql, log, from, size, Page);

    private bool IsMeant(LedgerLeaf leaf) =>
        (Exchange is null || leaf.ExchangeId == Exchange)
        && (Since is null || leaf.At >= Since)
        && (Until is null || leaf.At < Until)
        && (Counterpart is null || leaf.Counterpart == Counterpart)
        && (Event is null || leaf.Event == Event)
        && (Actor is null || leaf.Actor == Actor);
}
