using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>What one question has come to.</summary>
/// <param name="Question">Its number in the request.</param>
/// <param name="Outcome">Whether there is an answer.</param>
/// <param name="Items">Graded items of information; at least one for a hit, none for a no-hit.</param>
public sealed record Answer(int Question, Outcome Outcome, IReadOnlyList<ItemOfInformation> Items) : Content
{
    internal static Answer Read(ObjectReader reader)
    {
        var answer = new Answer(
            (int)reader.Integer("question", 1, 999),
            reader.Code<Outcome>("outcome"),
            reader.Objects("items", 0, 100, ItemOfInformation.Read));
        if (answer is { Outcome: Outcome.Hit, Items.Count: 0 })
            reader.Refuse("items", ReceiptCode.AgainstTheVocabulary, "A hit has at least one item of information.");
        if (answer is { Outcome: Outcome.NoHit, Items.Count: > 0 })
            reader.Refuse("items", ReceiptCode.AgainstTheVocabulary, "A no-hit has no items of information.");
        return answer;
    }
}

/// <summary>What a question has come to.</summary>
public enum Outcome
{
    Hit,
    NoHit,
    Partial,
    Refused,
    NeedsJudicialAuthorisation,
}
