using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Announces that the answer takes longer.</summary>
public sealed record ExtensionBody() : MessageBody(CaseKinds.Extension)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "extension",
            Body = typeof(ExtensionBody),
            Read = Read,
            Speaker = Speaker.Asked,
            In = Wanted.Answer | Wanted.Consent,
            Verb = "extend",
            Summary = "Announce that the answer to a request takes longer, and until when.",
            Facts = [Fact.Time<ExtensionBody>("newDueAt", body => body.NewDueAt)],
            NewDueAt = facts => facts.Time("newDueAt"),
            Step = _ => LifeStep.Extends,
        };

    public required DateTimeOffset NewDueAt { get; init; }
    public required ExtensionReason Reason { get; init; }
    public string? Text { get; init; }

    internal static ExtensionBody Read(ObjectReader reader)
    {
        var body = new ExtensionBody
        {
            NewDueAt = reader.Time("newDueAt"),
            Reason = reader.Code<ExtensionReason>("reason"),
            Text = reader.OptionalText("text", 2000),
        };
        if (body.NewDueAt <= reader.Findings.IssuedAt)
            reader.Refuse("newDueAt", ReceiptCode.AgainstTheVocabulary, "The answer must be due after the message was issued.");
        return body;
    }
}

/// <summary>Why an answer takes longer.</summary>
public enum ExtensionReason
{
    JudicialAuthorisation,
    OtherAuthority,
    Verification,
    Volume,
    OngoingOperation,
    Other,
}
