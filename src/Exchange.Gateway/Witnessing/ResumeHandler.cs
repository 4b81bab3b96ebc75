using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// The operator's way out of an alarm (border protocol, section 8): a link whose head was not proved goes on from the newest
/// head held; a log whose mark is missing is believed; a restored witness vouches again. Each is entered.
/// </summary>
internal sealed class ResumeHandler(JournalWriter journal, LogBook log, ILogger<ResumeHandler> logger)
{
    /// <summary>Resumes a suspended link.</summary>
    /// <exception cref="LogInDoubtException">Our own log signs nothing, so nothing can be entered.</exception>
    public Task<ResumeResult> ResumeAsync(Counterpart counterpart, Caller caller) => journal.ProposeAsync(new("link.resume", caller.Actor), transaction =>
    {
        if (LinkTable.Suspension(transaction.Sql, counterpart.Name) is not { } reason)
            return ResumeResult.NothingToDo;
        if (reason == HeadChain.Fork)
            return ResumeResult.NeedsNewOrigin;
        Resume(transaction, counterpart, reason, by: "operator");
        logger.LogWarning("The link to {Counterpart} is resumed by the operator", counterpart);
        return ResumeResult.Done;
    });

    /// <summary>Ends a suspension in the transaction at hand.</summary>
    public static void Resume(JournalTransaction transaction, Counterpart counterpart, string reason, string by)
    {
        // What suspended it stands before what resumes it.
        Alarms.Enter(transaction, counterpart.Name);
        LinkTable.Resume(transaction.Sql, counterpart.Name);
        transaction.Append(new LeafDraft(LedgerEvents.LinkResumed)
        {
            Counterpart = counterpart.Name,
            Detail = new() { ["reason"] = reason, ["by"] = by, ["size"] = HeadTable.Newest(transaction.Sql, counterpart)?.Size ?? 0 },
        });
    }

    /// <summary>Believes our own log and our own memory of the counterparts' logs.</summary>
    public async Task<ResumeResult> TrustAsync(Caller caller)
    {
        if (log.Doubt is { MayBeTrusted: false })
            return ResumeResult.NeedsNewOrigin;
        return await journal.ProposeAsync(new("log.trust", caller.Actor), transaction =>
        {
            // A counterpart may have shown another head since it was asked.
            if (log.Doubt is { MayBeTrusted: false })
                return ResumeResult.NeedsNewOrigin;
            var halted = JournalTable.WitnessHalted(transaction.Sql) is not null;
            if (log.Doubt is null && !halted)
                return ResumeResult.NothingToDo;
            log.Believe();
            JournalTable.ResumeWitness(transaction.Sql);
            transaction.Append(new LeafDraft(LedgerEvents.LogTrusted) { Detail = new() { ["by"] = "operator" } });
            logger.LogWarning("The operator has confirmed our ledger and our record of the counterparts' ledgers");
            return ResumeResult.Done;
        });
    }
}

/// <summary>What became of an operator's word.</summary>
internal enum ResumeResult
{
    Done,

    /// <summary>There was no alarm.</summary>
    NothingToDo,

    /// <summary>No word ends it: the exact entries, or a card with a new origin.</summary>
    NeedsNewOrigin,
}
