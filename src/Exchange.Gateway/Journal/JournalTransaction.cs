using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Journal;

/// <summary>
/// One batch before its commit, as a proposal sees it: rows by <see cref="Sql"/>, entries by <see cref="Append"/>,
/// receipts by <see cref="Owe"/>. If a proposal throws, only what it did is undone.
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

    /// <summary>What the arrival that this proposal records is worth to us.</summary>
    public Worth Worth { get; set; }

    /// <summary>False while our ledger is suspended and signs nothing.</summary>
    public bool CanAppend => log.Suspension is null;

    internal IReadOnlyList<LedgerLeaf> Leaves => _leaves;

    internal IReadOnlyList<ReceiptDebt> Debts => _debts;

    /// <summary>Appends an entry to our ledger, and applies what it says of a message to the tables of exchanges and messages.</summary>
    /// <exception cref="LedgerSuspendedException">The ledger is suspended.</exception>
    public AppendedEntry Append(LeafDraft draft)
    {
        log.RefuseIfSuspended();
        var leaf = log.Write(draft.Actor is null ? draft with { Actor = _actor } : draft, now);
        _leaves.Add(leaf);
        var index = log.Size + _leaves.Count - 1;
        EntryTable.Insert(sql, index, leaf.Bytes, draft.ExchangeId);
        if (MessageEntry.Of(index, leaf) is { } message)
            ExchangeProjection.Apply(sql, message);
        else
            ExchangeProjection.ApplyDecision(sql, leaf);
        return new(index, leaf);
    }

    public void Owe(ReceiptDebt debt) => _debts.Add(debt);

    /// <summary>Runs a proposal; if it throws, nothing of this transaction may be kept.</summary>
    internal void Run(Proposal proposal)
    {
        Worth = Worth.None;
        _actor = proposal.Header.Actor;
        proposal.Run(this);
    }

    /// <summary>Runs a proposal under a savepoint: if it throws, only what it did is undone.</summary>
    internal void RunAlone(Proposal proposal)
    {
        var (leaves, debts) = (_leaves.Count, _debts.Count);
        sql.Save();
        try
        {
            Run(proposal);
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

/// <summary>What an arrival is worth to us, which decides what its sender is charged for it.</summary>
internal enum Worth
{
    /// <summary>It changes little, or nothing that lasts: a ping, a repeat, an arrival that is quarantined or deferred.</summary>
    None,

    /// <summary>It leaves rows for ever and settles nothing: a refusal, a checkpoint alone.</summary>
    Kept,

    /// <summary>The purpose of the link: a message that is accepted, a receipt that settles one.</summary>
    Useful,
}

/// <summary>An entry with its index in our ledger.</summary>
internal sealed record AppendedEntry(long Index, LedgerLeaf Leaf);
