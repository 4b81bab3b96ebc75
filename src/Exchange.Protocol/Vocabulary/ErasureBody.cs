using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// Says that the content of messages of this exchange is destroyed at its sender, whose gateway destroys it when this is sent. The proof
/// that they existed stays.
/// </summary>
public sealed record ErasureBody() : MessageBody(CaseKinds.Erasure)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "erasure",
            Body = typeof(ErasureBody),
            Read = Read,
            Speaker = Speaker.Either,
            Verb = "erase",
            Summary = "Destroy what messages of an exchange say here, and tell the counterpart.",
            Facts =
            [
                Fact.Code<ErasureBody, ErasureGround>("ground", body => body.Ground),
                Fact.Number<ErasureBody>("erased", body => body.Messages.Count),
            ],
            Destroys = facts => facts.Code<ErasureGround>("ground") == ErasureGround.Withdrawn ? facts.Number("erased") : null,
            Names = body =>
                ((ErasureBody)body).Messages.Select(
                    (erased, index) =>
                        new NamedMessage($"/body/messages/{index}/messageId", erased.MessageId, NamedOf.Either, erased.Signed)
                ),
        };

    public required IReadOnlyList<ErasedMessage> Messages { get; init; }
    public required DateTimeOffset ErasedAt { get; init; }
    public required ErasureGround Ground { get; init; }

    internal static ErasureBody Read(ObjectReader reader)
    {
        var body = new ErasureBody
        {
            Messages = reader.Objects("messages", 1, 100, ErasedMessage.Read),
            ErasedAt = reader.Time("erasedAt"),
            Ground = reader.Code<ErasureGround>("ground"),
        };
        if (body.ErasedAt > reader.Findings.IssuedAt)
        {
            reader.Refuse(
                "erasedAt",
                ReceiptCode.AgainstTheVocabulary,
                "The content cannot have been destroyed after the message was issued."
            );
        }

        if (body.Messages.Distinct().Count() < body.Messages.Count)
            reader.Refuse("messages", ReceiptCode.AgainstTheVocabulary, "A message must not occur twice.");
        return body;
    }
}

/// <summary>A message whose content is destroyed: its id and the digest of its detached signature.</summary>
public sealed record ErasedMessage(Guid MessageId, Digest Signed) : Content
{
    internal static ErasedMessage Read(ObjectReader reader) => new(reader.Id("messageId"), reader.Digest("signed"));
}

/// <summary>Why content is destroyed.</summary>
public enum ErasureGround
{
    /// <summary>Its <c>retainUntil</c> has passed.</summary>
    RetentionEnded,

    /// <summary>Its sender has withdrawn or corrected it.</summary>
    Withdrawn,

    OnDemand,
    OrderOfAuthority,
}
