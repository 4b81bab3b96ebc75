using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Says what came of the information, and so closes the exchange. Sent by the side that received the information.</summary>
public sealed record FeedbackBody() : MessageBody(CaseKinds.Feedback)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "feedback",
            Body = typeof(FeedbackBody),
            Read = Read,
            Speaker = Speaker.Informed,
            In = Wanted.Answer | Wanted.Consent | Wanted.Nothing,
            Verb = "feedback",
            Summary = "Say what came of the information that was received, and close the exchange.",
            Facts = [Fact.Code<FeedbackBody, FeedbackOutcome>("outcome", body => body.Outcome)],
            Step = _ => LifeStep.Closes,
            Outcome = facts => facts.Code<FeedbackOutcome>("outcome"),
        };

    public required FeedbackOutcome Outcome { get; init; }
    public required Usefulness Usefulness { get; init; }
    public string? Text { get; init; }

    internal static FeedbackBody Read(ObjectReader reader) =>
        new()
        {
            Outcome = reader.Code<FeedbackOutcome>("outcome"),
            Usefulness = reader.Code<Usefulness>("usefulness"),
            Text = reader.OptionalText("text", 4000),
        };
}

/// <summary>What came of the information; the furthest of these. In ascending order.</summary>
public enum FeedbackOutcome
{
    NoResult,
    Confirmed,
    InvestigationOpened,
    OffencePrevented,
    VictimsIdentified,
    VictimsRescued,
    AssetsSecured,
    Arrest,
    Prosecution,
    Conviction,
}

/// <summary>How useful the information was.</summary>
public enum Usefulness
{
    Decisive,
    Useful,
    AlreadyKnown,
    NotUseful,
}
