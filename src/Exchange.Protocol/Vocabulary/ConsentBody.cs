using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Grants or denies what a consent request asks for.</summary>
public sealed record ConsentBody() : MessageBody(CaseKinds.Consent)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "consent",
            Body = typeof(ConsentBody),
            Read = Read,
            Speaker = Speaker.Asked,
            In = Wanted.Consent,
            Verb = "consent",
            Summary = "Grant or deny the use of our information that a consent request asks for.",
            Facts = [Fact.Flag<ConsentBody>("granted", body => body.Granted)],
            Step = facts => facts.Flag("granted") == true ? LifeStep.Answers : LifeStep.Refuses,
            Forms = [FactSet.Of("granted", true), FactSet.Of("granted", false)],
        };

    public required bool Granted { get; init; }

    /// <summary>Under which conditions; only if it is granted.</summary>
    public string? Conditions { get; init; }

    /// <summary>Why it is denied; required then.</summary>
    public string? Reason { get; init; }

    internal static ConsentBody Read(ObjectReader reader)
    {
        var body = new ConsentBody
        {
            Granted = reader.Boolean("granted"),
            Conditions = reader.OptionalText("conditions", 4000),
            Reason = reader.OptionalText("reason", 4000),
        };
        if (!body.Granted && body.Conditions is not null)
            reader.Refuse("conditions", ReceiptCode.AgainstTheVocabulary, "What is denied has no conditions.");
        if (body.Granted == body.Reason is not null)
        {
            reader.Refuse(
                "reason",
                ReceiptCode.AgainstTheVocabulary,
                "The reason must be present if the consent is denied, and absent if it is granted."
            );
        }

        return body;
    }
}
