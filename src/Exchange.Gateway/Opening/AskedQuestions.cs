using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Opening;

/// <summary>The questions that a message answers or speaks of, in the words of the message that asks them.</summary>
internal sealed class AskedQuestions(ContentStore contents, Database database, ILogger<AskedQuestions> logger)
{
    /// <param name="db">Where messages are found.</param>
    /// <param name="message">The message: its body names questions by their numbers.</param>
    /// <param name="counterpart">The other party.</param>
    /// <param name="exchange">Its exchange.</param>
    /// <param name="inReplyTo">The message that it answers: the one that asks.</param>
    /// <param name="caller">Who reads it.</param>
    /// <returns>
    /// The message that asks, which must be recorded as opened before its questions are given; null if no question is named, or if what asks
    /// is not stored here, is damaged or is withheld from the caller.
    /// </returns>
    public Asked? Of(ExchangeDb db, JsonNode? message, string counterpart, string? exchange, string? inReplyTo, Caller caller)
    {
        var named = NamedIn(message?["body"]).ToHashSet();
        if (named.Count == 0 || inReplyTo is null)
            return null;
        var asking = db
            .Messages.Where(row => row.Counterpart == counterpart && row.MessageId == inReplyTo && row.ExchangeId == exchange)
            .Where(row => row.Code == (int)ReceiptCode.Accepted || (row.Outgoing && row.Code == null))
            .ToList();
        if (asking is not [var row] || Open(row) is not { } content || Withholding.Missing(caller, content).Count > 0)
            return null;
        List<AskedView> questions =
        [
            .. Each(JsonNode.Parse(content)?["body"]?["questions"])
                .Where(question => Number(question?["number"]) is { } number && named.Contains(number))
                .Select(question => new AskedView(Number(question!["number"])!.Value, $"{question["text"]}")),
        ];
        return questions.Count == 0 ? null : new(row, questions);
    }

    private static IEnumerable<int> NamedIn(JsonNode? body) =>
        Each(body?["answers"])
            .Select(answer => Number((answer as JsonObject)?["question"]))
            .Concat(Each(body?["questions"]).Select(question => Number(question is JsonObject said ? said["about"] : question)))
            .OfType<int>();

    private static IEnumerable<JsonNode?> Each(JsonNode? list) => list as JsonArray ?? [];

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    // What is damaged does not hide what answers it.
    private byte[]? Open(MessageRow row)
    {
        using var sql = database.OpenSession();
        try
        {
            return contents.Open(sql, row.EntryIndex, Digest.Parse(row.Signed));
        }
        catch (Exception damage) when (damage is CryptographicException or FormatException)
        {
            logger.LogError("What the message of entry {EntryIndex} says is damaged in the database: {Reason}", row.EntryIndex, damage.Message);
            return null;
        }
    }
}

/// <summary>Questions with the message that asks them. Holds content: prints as that message's id.</summary>
internal sealed record Asked(MessageRow By, IReadOnlyList<AskedView> Questions)
{
    public override string ToString() => $"questions of {By.MessageId}";
}
