namespace Exchange.Gateway.Witnessing;

/// <summary>What an alarm of the witness leads to.</summary>
internal static class Alarms
{
    /// <summary>Keeps an alarm, and records it in the ledger unless that is suspended.</summary>
    public static void Raise(JournalTransaction transaction, PartyName counterpart, string alarm, PresentedNote presented, string? held)
    {
        AlarmTable.Insert(transaction.Sql, counterpart, alarm, presented.Note, held, transaction.Now);
        Record(transaction, counterpart);
    }

    /// <summary>
    /// Records the alarms that are not in the ledger yet, and that they suspended the link; does nothing while the ledger is suspended.
    /// </summary>
    public static void Record(JournalTransaction transaction, PartyName counterpart)
    {
        if (!transaction.CanAppend)
            return;
        foreach (var (id, alarm, note) in AlarmTable.NotRecorded(transaction.Sql, counterpart))
        {
            var presented = CheckpointNote.ReadUnverified(note);
            // The operator who resumes the link did not raise the alarm.
            transaction.Append(
                new(LedgerEvents.WitnessAlarm)
                {
                    Actor = ProposalHeader.Gateway,
                    Counterpart = counterpart,
                    // A damaged row must not prevent the alarm from being recorded.
                    Detail = new()
                    {
                        ["alarm"] = alarm,
                        ["size"] = presented?.Size ?? 0,
                        ["root"] = (presented?.Root ?? MerkleHash.OfEmpty).ToString(),
                    },
                }
            );
            transaction.Append(
                new(LedgerEvents.LinkSuspended)
                {
                    Actor = ProposalHeader.Gateway,
                    Counterpart = counterpart,
                    Detail = new() { ["reason"] = alarm },
                }
            );
            AlarmTable.SetRecorded(transaction.Sql, id);
        }
    }
}
