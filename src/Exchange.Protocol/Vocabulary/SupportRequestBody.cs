using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Asks for operational support.</summary>
public sealed record SupportRequestBody() : MessageBody(CaseKinds.SupportRequest), IUrgent
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "support-request",
            Body = typeof(SupportRequestBody),
            Read = Read,
            Opens = true,
            Wants = Wanted.Answer,
            Speaker = Speaker.Opener,
            Verb = "ask-support",
            Summary = "Ask a counterpart for operational support.",
            Facts = UrgencyRules.Facts<SupportRequestBody>(),
            Step = _ => LifeStep.Opens,
            Term = UrgencyRules.TermOf,
        };

    public required Urgency Urgency { get; init; }
    public UrgencyReason? UrgencyReason { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public required SupportType Support { get; init; }

    /// <summary>What is to be done, and why.</summary>
    public required string Text { get; init; }

    public required string Place { get; init; }

    /// <summary>First day on which it is needed.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day on which it is needed.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Who coordinates it.</summary>
    public required ContactPoint Contact { get; init; }

    internal static SupportRequestBody Read(ObjectReader reader)
    {
        var body = new SupportRequestBody
        {
            Urgency = reader.Code<Urgency>("urgency"),
            UrgencyReason = reader.OptionalCode<UrgencyReason>("urgencyReason"),
            DueAt = reader.OptionalTime("dueAt"),
            Support = reader.Code<SupportType>("support"),
            Text = reader.Text("text", 20_000),
            Place = reader.Line("place", 200),
            From = reader.Date("from"),
            Until = reader.Date("until"),
            Contact = reader.Object("contact", ContactPoint.Read),
        };
        UrgencyRules.Check(reader, body);
        if (body.Until < body.From)
            reader.Refuse("until", ReceiptCode.AgainstTheVocabulary, "The period ends before it begins.");
        if (reader.Findings.IssuedAt is { } at && body.Until < DateOnly.FromDateTime(at.UtcDateTime))
            reader.Refuse("until", ReceiptCode.AgainstTheVocabulary, "The period ends before the message was issued.");
        return body;
    }
}

/// <summary>Type of operational support.</summary>
public enum SupportType
{
    Surveillance,
    JointOperation,
    VictimRescue,
    Expert,
    Forensic,
    DocumentExamination,
    Interpreter,
}
