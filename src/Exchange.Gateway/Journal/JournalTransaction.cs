using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Journal;

/// <summary>
/// One batch on its way to the disk, as a proposal sees it: rows by <see cref="Sql"/>, entries by <see cref="Append"/>,
/// receipts by <see cref="Owe"/>. Everything of a proposal that throws is undone alone.
/// </summary>
internal sealed class JournalTransaction(SqlSession sql, LogBook log, DateTimeOffset now)
{
    private readonly List<LedgerLeaf> _leaves = [];
    private readonly List<ReceiptDebt> _debts = [];
    private string _actor = ProposalHeader.Gateway;

    /// <summary>The proposal that records nothing.</summary>
    public static Action<JournalTransaction> Nothing { get; } = _ => { };

    public SqlSession Sql => sql;

    public DateTimeOffset Now => now;

    /// <summary>What the arrival that the proposal at hand records is worth to us.</summary>
    public Worth Worth { get; set; }

    /// <summary>False while our log is in doubt and signs nothing.</summary>
    public bool CanAppend => log.Doubt is null;

    internal IReadOnlyList<LedgerLeaf> Leaves => _leaves;

    internal IReadOnlyList<ReceiptDebt> Debts => _debts;

    /// <summary>Puts an entry at the end of our ledger; what it tells of a message goes into the tables of exchanges and messages too.</summary>
    /// <exception cref="LogInDoubtException">The log signs nothing until its doubt is settled.</exception>
    public AppendedLeaf Append(LeafDraft draft)
    {
        log.RefuseIfInDoubt();
        var leaf = log.Write(draft.Actor is null ? draft with { Actor = _actor } : draft, now);
        _leaves.Add(leaf);
        var index = log.Size + _leaves.Count - 1;
        EntryTable.Insert(sql, index, leaf.Bytes, draft.ExchangeId);
        if (MessageEntry.Of(index, leaf) is { } message)
            ExchangeProjection.Apply(sql, message);
        return new(index, leaf);
    }

    public void Owe(ReceiptDebt debt) => _debts.Add(debt);

    /// <summary>Runs a proposal under a savepoint.</summary>
    internal void Run(Proposal proposal)
    {
        var (leaves, debts) = (_leaves.Count, _debts.Count);
        Worth = Worth.None;
        _actor = proposal.Header.Actor;
        sql.Save();
        try
        {
            proposal.Run(this);
        }
        catch
        {
            sql.GoBack();
            _leaves.RemoveRange(leaves, _leaves.Count - leaves);
            _debts.RemoveRange(debts, _debts.Count - debts);
            throw;
        }

        sql.Release();
    }
}

/// <summary>What an arrival is worth to us, and so what its sender is charged for it.</summary>
internal enum Worth
{
    /// <summary>It changes little, or what does not last: a ping, the same again, what is quarantined or deferred.</summary>
    None,

    /// <summary>It leaves rows for ever and brings us no further: a refusal, a head that settles nothing.</summary>
    Kept,

    /// <summary>What the link is for: a message that is accepted, a receipt that settles one.</summary>
    Useful,
}

/// <summary>An entry with its place in our log.</summary>
internal sealed record AppendedLeaf(long Index, LedgerLeaf Leaf);
