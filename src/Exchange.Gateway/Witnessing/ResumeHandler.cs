using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Operator confirmations (border protocol, section 8): a link whose checkpoint was not proved is resumed from the newest checkpoint
/// held; a ledger whose mark is missing is trusted; a restored witness cosigns again. Each is recorded in the ledger.
/// </summary>
internal sealed class ResumeHandler(JournalWriter journal, LogBook log, ILogger<ResumeHandler> logger)
{
    /// <summary>Resumes a suspended link.</summary>
    /// <exception cref="LedgerSuspendedException">Our own ledger is suspended, so it cannot be recorded.</exception>
    public Task<ResumeResult> ResumeAsync(Counterpart counterpart, Caller caller) =>
        journal.ProposeAsync(new("link.resume", caller.Actor), transaction =>
        {
            if (LinkTable.Suspension(transaction.Sql, counterpart.Name) is not { } reason)
                return ResumeResult.NothingToDo;
            if (reason == CheckpointChain.Fork)
                return ResumeResult.NeedsNewOrigin;
            Resume(transaction, counterpart, reason, by: "operator");
            logger.LogWarning("The link to {Counterpart} is resumed by the operator", counterpart);
            return ResumeResult.Done;
        });

    /// <summary>Ends the suspension of a link, in the present transaction.</summary>
    public static void Resume(JournalTransaction transaction, Counterpart counterpart, string reason, string by)
    {
        // The suspension is recorded before the resumption.
        Alarms.Record(transaction, counterpart.Name);
        LinkTable.Resume(transaction.Sql, counterpart.Name);
        transaction.Append(
            new LeafDraft(LedgerEvents.LinkResumed)
            {
                Counterpart = counterpart.Name,
                Detail = new()
                {
                    ["reason"] = reason,
                    ["by"] = by,
                    ["size"] = HeldCheckpointTable.Newest(transaction.Sql, counterpart)?.Size ?? 0,
                },
            }
        );
    }

    /// <summary>Trusts our own ledger and our record of the counterparts' ledgers.</summary>
    public async Task<ResumeResult> TrustAsync(Caller caller)
    {
        if (log.Suspension is { MayBeTrusted: false })
            return ResumeResult.NeedsNewOrigin;
        return await journal.ProposeAsync(new("log.trust", caller.Actor), transaction =>
        {
            // A counterpart may have shown another checkpoint since it was asked.
            if (log.Suspension is { MayBeTrusted: false })
                return ResumeResult.NeedsNewOrigin;
            var halted = JournalTable.WitnessHalted(transaction.Sql) is not null;
            if (log.Suspension is null && !halted)
                return ResumeResult.NothingToDo;
            log.Trust();
            JournalTable.ResumeWitness(transaction.Sql);
            transaction.Append(new LeafDraft(LedgerEvents.LogTrusted) { Detail = new() { ["by"] = "operator" } });
            logger.LogWarning("The operator has confirmed our ledger and our record of the counterparts' ledgers");
            return ResumeResult.Done;
        });
    }
}

/// <summary>The result of an operator confirmation.</summary>
internal enum ResumeResult
{
    Done,

    /// <summary>Nothing was suspended.</summary>
    NothingToDo,

    /// <summary>No confirmation ends it; only the exact entries or a card with a new origin do.</summary>
    NeedsNewOrigin,
}
