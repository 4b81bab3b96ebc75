using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// Puts right what its sender said in an earlier message. It applies with its acceptance: the other side uses the former content no more,
/// and says with an <see cref="AcknowledgementBody"/> that an officer has applied it.
/// </summary>
public sealed record CorrectionBody() : MessageBody(CaseKinds.Correction)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "correction",
            Body = typeof(CorrectionBody),
            Read = Read,
            Speaker = Speaker.Either,
            Verb = "correct",
            Summary = "Put right what an earlier message of ours said.",
            Step = _ => LifeStep.Corrects,
            Names = body => [((CorrectionBody)body).Named],
        };

    /// <summary>The sender's message that is put right.</summary>
    public required Guid MessageId { get; init; }

    public required CorrectionReason Reason { get; init; }
    public required string Text { get; init; }

    /// <summary>What replaces parts of that message; none if the text says it all.</summary>
    public required IReadOnlyList<Replacement> Replacements { get; init; }

    public required IReadOnlyList<Entity> Entities { get; init; }

    /// <summary>How the entities relate.</summary>
    public IReadOnlyList<EntityLink>? Links { get; init; }

    private NamedMessage Named =>
        new("/body/messageId", MessageId, NamedOf.Sender)
        {
            Parts =
            [
                .. Replacements.Select(
                    (replacement, index) => new NamedPart($"/body/replacements/{index}/pointer", replacement.Pointer, IsItem: true)
                ),
            ],
        };

    internal static CorrectionBody Read(ObjectReader reader) =>
        new()
        {
            MessageId = reader.Id("messageId"),
            Reason = reader.Code<CorrectionReason>("reason"),
            Text = reader.Text("text", 4000),
            Replacements = reader.Objects("replacements", 0, 100, Replacement.Read),
            Entities = reader.Objects("entities", 0, 200, EntityReader.Read),
            Links = reader.OptionalObjects("links", 400, EntityLink.Read),
        };

    internal override void Check(Relations relations)
    {
        relations.Entities("/body/entities", Entities);
        relations.Links("/body/links", Links);
        foreach (var (index, replacement) in (Replacements ?? []).Index())
            relations.Item($"/body/replacements/{index}/item", replacement?.Item);
    }
}

/// <summary>Why something is put right.</summary>
public enum CorrectionReason
{
    WrongPerson,
    Error,
    Grading,
    Handling,
    Outdated,
    Other,
}

/// <summary>An item that replaces one of an earlier message.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the item in that message.</param>
/// <param name="Item">What stands there from now on.</param>
public sealed record Replacement(string Pointer, ItemOfInformation Item) : Content
{
    internal static Replacement Read(ObjectReader reader) =>
        new(reader.Line("pointer", PointerForm.Body), reader.Object("item", ItemOfInformation.Read));
}
