using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Reminds the side that must act next. Sent by its gateway when the due time has passed, or by an officer.</summary>
public sealed record ReminderBody() : MessageBody(CaseKinds.Reminder)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "reminder",
            Body = typeof(ReminderBody),
            Read = Read,
            Speaker = Speaker.Either,
            In = Wanted.Answer | Wanted.Consent | Wanted.Action,
            Verb = "remind",
            Summary = "Remind the other side of an answer that is due.",
            Facts = [Fact.Time<ReminderBody>("dueAt", body => body.DueAt), Fact.Flag<ReminderBody>("automatic", body => body.Automatic)],
            Step = _ => LifeStep.Reminds,
        };

    /// <summary>
    /// The due time, as computed by the side that reminds. How late the answer is, is the time from it to the message's <c>issuedAt</c>.
    /// </summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>From 1: the how many-th reminder of this due time.</summary>
    public required int Number { get; init; }

    /// <summary>True if a policy sent it, false if an officer did.</summary>
    public required bool Automatic { get; init; }

    internal static ReminderBody Read(ObjectReader reader)
    {
        var body = new ReminderBody
        {
            DueAt = reader.Time("dueAt"),
            Number = (int)reader.Integer("number", 1, 10_000),
            Automatic = reader.Boolean("automatic"),
        };
        if (body.DueAt > reader.Findings.IssuedAt)
            reader.Refuse("dueAt", ReceiptCode.AgainstTheVocabulary, "A reminder is sent when the due time has passed.");
        return body;
    }
}
