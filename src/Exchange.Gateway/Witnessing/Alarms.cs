namespace Exchange.Gateway.Witnessing;

/// <summary>What an alarm of the witness leads to.</summary>
internal static class Alarms
{
    /// <summary>Keeps an alarm, and enters it if our log is not in doubt.</summary>
    public static void Raise(JournalTransaction transaction, PartyName counterpart, string alarm, PresentedNote presented, string? held)
    {
        AlarmTable.Insert(transaction.Sql, counterpart, alarm, presented.Note, held, transaction.Now);
        Enter(transaction, counterpart);
    }

    /// <summary>Enters what was not, and that it suspended the link; nothing while our log is in doubt.</summary>
    public static void Enter(JournalTransaction transaction, PartyName counterpart)
    {
        if (!transaction.CanAppend)
            return;
        foreach (var (id, alarm, note) in AlarmTable.NotEntered(transaction.Sql, counterpart))
        {
            var presented = CheckpointNote.ReadUnverified(note);
            // Whoever resumes the link did not raise the alarm.
            transaction.Append(new(LedgerEvents.WitnessAlarm)
            {
                Actor = ProposalHeader.Gateway,
                Counterpart = counterpart,
                // A row that somebody has damaged keeps neither the alarm nor what follows from being entered.
                Detail = new() { ["alarm"] = alarm, ["size"] = presented?.Size ?? 0, ["root"] = (presented?.Root ?? MerkleHash.OfEmpty).ToString() },
            });
            transaction.Append(new(LedgerEvents.LinkSuspended) { Actor = ProposalHeader.Gateway, Counterpart = counterpart, Detail = new() { ["reason"] = alarm } });
            AlarmTable.IsEntered(transaction.Sql, id);
        }
    }
}
