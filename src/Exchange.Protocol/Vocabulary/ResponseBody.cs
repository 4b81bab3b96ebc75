using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Answers a request, in part or finally.</summary>
public sealed record ResponseBody() : MessageBody(MessageKind.Response)
{
    public required Extent Extent { get; init; }

    /// <summary>One for each question that this response is about.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    public required IReadOnlyList<Entity> Entities { get; init; }

    internal static ResponseBody Read(ObjectReader reader)
    {
        var body = new ResponseBody
        {
            Extent = reader.Code<Extent>("extent"),
            Answers = reader.Objects("answers", 1, 100, Answer.Read),
            Entities = reader.Objects("entities", 0, 200, EntityReader.Read),
        };
        EntityReader.RefuseSameIds(reader, "entities", body.Entities);
        Check(reader, body);
        return body;
    }

    private static void Check(ObjectReader reader, ResponseBody body)
    {
        var answers = body.Answers.OfType<Answer>().ToList();
        if (answers.Select(answer => answer.Question).Distinct().Count() != answers.Count)
            reader.Refuse("answers", ReceiptCode.AgainstTheVocabulary, "A question is answered once in a response.");
        var ids = body.Entities.OfType<Entity>().Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
        if (answers.SelectMany(answer => answer.Items ?? []).OfType<ItemOfInformation>().Any(item => item.Entity is { } id && !ids.Contains(id)))
            reader.Refuse("answers", ReceiptCode.AgainstTheVocabulary, "An item refers to an entity that is not in this response.");
    }
}
