using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;
using Exchange.Protocol.Contracts;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Reminding;

/// <summary>
/// Records one stage of one exchange: an event for the officers, from the due time on an entry in the ledger, and, if the
/// counterpart must act, a reminder to it. All of it is one transaction with the stage itself: none is lost, none comes twice.
/// </summary>
internal sealed class ReminderHandler(
    CaseSender sender,
    Counterparts counterparts,
    ContentStore contents,
    Database database,
    JournalWriter journal,
    EventOutbox events,
    OwnParty own
)
{
    private const string Actor = "policy:remind";

    /// <summary>Records the newest stage that has come; those that were missed meanwhile are not made up for.</summary>
    public async Task RemindAsync(WaitingExchange waiting, CancellationToken cancellation)
    {
        var stage = ReminderSchedule.StageAt(From(waiting), waiting.DueAt, own.Clock.Now());
        if (stage <= waiting.Stage)
            return;
        if (stage >= ReminderSchedule.Due && waiting.State.OurTurn == false && Draft(waiting, stage) is { } draft)
        {
            var cause = new Cause(
                $"remind:{waiting.Counterpart}:{MessageId.Write(waiting.ExchangeId)}:{waiting.DueAt.ToUnixTimeMilliseconds()}:{stage}",
                draft.InReplyTo!.Signed,
                Actor
            )
            {
                Also = transaction => Record(transaction, waiting, stage),
            };
            // While we are suspended we say nothing now; the stage is found again.
            if (await sender.SendAsync(draft, cause, cancellation) is SendResult.Suspended || IsRecorded(waiting, stage))
                return;
        }

        await journal.ProposeAsync(new("exchange.remind", Actor), transaction => Record(transaction, waiting, stage), cancellation);
    }

    /// <summary>Enters those whose due time is new into the plan.</summary>
    public Task PlanAsync(IReadOnlyList<WaitingExchange> waiting, CancellationToken cancellation) =>
        journal.ProposeAsync(
            "reminders.plan",
            transaction =>
            {
                foreach (var exchange in waiting)
                    ReminderTable.Put(transaction.Sql, exchange, 0, FirstAt(exchange));
            },
            cancellation
        );

    /// <summary>Lets go of those that wait for nothing any more.</summary>
    public Task ForgetAsync(CancellationToken cancellation) =>
        journal.ProposeAsync("reminders.forget", transaction => ReminderTable.Forget(transaction.Sql, transaction.Now), cancellation);

    // A damaged state is due at once: reading it fails then, which is said, and keeps no other waiting.
    private static DateTimeOffset FirstAt(WaitingExchange waiting)
    {
        try
        {
            return ReminderSchedule.NextAt(From(waiting), waiting.DueAt, 0);
        }
        catch (InvalidDataException)
        {
            return DateTimeOffset.UnixEpoch;
        }
    }

    private void Record(JournalTransaction transaction, WaitingExchange waiting, int stage)
    {
        // Another due time since, or recorded by the sweep before.
        if (ReminderTable.StageOf(transaction.Sql, waiting) is not { } before || before >= stage)
            return;
        ReminderTable.Put(transaction.Sql, waiting, stage, ReminderSchedule.NextAt(From(waiting), waiting.DueAt, stage));
        if (before < ReminderSchedule.Due && stage >= ReminderSchedule.Due && !IsEntered(transaction.Sql, waiting))
        {
            transaction.Append(
                new(LedgerEvents.AnswerOverdue)
                {
                    Counterpart = waiting.Counterpart,
                    ExchangeId = waiting.ExchangeId,
                    Detail = new() { ["dueAt"] = ProtocolTime.Write(waiting.DueAt), ["ours"] = waiting.State.OurTurn == true },
                }
            );
        }

        events.Raise(
            transaction,
            new AnswerDue(
                MessageId.New(own.Clock),
                waiting.Counterpart.Value,
                waiting.ExchangeId,
                waiting.DueAt,
                waiting.State.OurTurn == true,
                stage
            )
        );
    }

    // The plan of an exchange is forgotten when it has ended, and it goes on if its last word is refused: what is in the ledger stays.
    private static bool IsEntered(SqlSession sql, WaitingExchange waiting) =>
        new EntrySearch
        {
            Exchange = waiting.ExchangeId,
            Counterpart = waiting.Counterpart,
            Event = LedgerEvents.AnswerOverdue,
            Since = waiting.DueAt,
        }
            .Run(sql, log: null, long.MaxValue)
            .Entries.Any(entry => entry.Leaf.Contains($"\"dueAt\":\"{ProtocolTime.Write(waiting.DueAt)}\"", StringComparison.Ordinal));

    private bool IsRecorded(WaitingExchange waiting, int stage)
    {
        using var sql = database.OpenSession();
        return ReminderTable.StageOf(sql, waiting) >= stage;
    }

    private CaseDraft? Draft(WaitingExchange waiting, int stage)
    {
        using var sql = database.OpenSession();
        var exchange = waiting.ExchangeId;
        if (
            counterparts.Find(waiting.Counterpart) is not { } counterpart
            || MessageTable.Find(sql, waiting.Counterpart, waiting.State.OpenedByUs, exchange) is not { } opener
            || contents.Open(sql, opener.EntryIndex, opener.Signed) is not { } content
            || MessageParser.Read(content).Value is not { } message
        )
        {
            return null;
        }

        var body = new ReminderBody
        {
            DueAt = waiting.DueAt,
            Number = stage - 1,
            Automatic = true,
        };
        return new(counterpart, MessageId.New(own.Clock), exchange, CaseDraft.HandlingWithoutContent(message), body)
        {
            InReplyTo = new(exchange, opener.Signed),
        };
    }

    private static DateTimeOffset From(WaitingExchange waiting) => waiting.State.AcceptedAt ?? waiting.State.OpenedAt;
}
