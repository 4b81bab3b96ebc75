using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Store;

/// <summary>A passage of a counterpart's message that must not be quoted freely.</summary>
internal sealed class PassageRow
{
    /// <summary>The passage's mark under the storage key, in hexadecimal digits.</summary>
    public required string Mark { get; init; }

    public required string Counterpart { get; init; }

    public required string MessageId { get; init; }

    /// <summary>JSON pointer into that message.</summary>
    public required string Pointer { get; init; }

    /// <summary>Not as evidence without permission.</summary>
    public required bool H1 { get; init; }

    /// <summary>Not passed on without permission.</summary>
    public required bool H2 { get; init; }
}

/// <summary>A passage of ours that is one of another party's message.</summary>
internal sealed record Quotation(Passage Ours, PartyName From, Guid MessageId, string Pointer, bool H1, bool H2);

/// <summary>
/// By which passages the restricted content of counterparts would be known again, kept when it is accepted. They stay when the
/// content is erased: what was copied from it until then is still its provider's.
/// </summary>
internal sealed class PassageStore(IKeyStore keys)
{
    // More than any officer writes; a message of only short sentences would cost much more than its bytes.
    private const int Most = 2000;
    private const int AtOnce = 64;

    private static readonly string Quoted = $"""
        SELECT mark, counterpart, message_id, pointer, h1, h2 FROM passages
        WHERE counterpart <> @p0 AND mark IN ({string.Join(", ", Enumerable.Range(1, AtOnce).Select(place => $"@p{place}"))})
        """;

    /// <summary>Keeps what is restricted in a message that is accepted.</summary>
    public void Keep(SqlSession sql, PartyName counterpart, Message message)
    {
        foreach (var passage in Passages.Restricted(message).Take(Most))
        {
            sql.Execute(
                """
                INSERT INTO passages (mark, counterpart, message_id, pointer, h1, h2) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)
                ON CONFLICT (mark, counterpart, message_id, pointer) DO NOTHING
                """,
                MarkOf(passage),
                counterpart.Value,
                MessageId.Write(message.Header.MessageId),
                passage.Pointer,
                passage.Codes.Contains(HandlingCode.H1),
                passage.Codes.Contains(HandlingCode.H2)
            );
        }
    }

    /// <summary>What a message to a party quotes of the restricted content of others.</summary>
    public List<Quotation> QuotedIn(SqlSession sql, string to, Message message)
    {
        // Most gateways have no such content of a third party.
        if (!HasOfOthers(sql, to))
            return [];
        var marks = Passages.Of(message).ToLookup(MarkOf, StringComparer.Ordinal);
        return [.. marks.Select(mark => mark.Key).Chunk(AtOnce).SelectMany(some => Find(sql, to, some, marks))];
    }

    private static bool HasOfOthers(SqlSession sql, string to) =>
        sql.Scalar<string>("SELECT counterpart FROM passages WHERE counterpart < @p0 LIMIT 1", to) is not null
        || sql.Scalar<string>("SELECT counterpart FROM passages WHERE counterpart > @p0 LIMIT 1", to) is not null;

    private static IEnumerable<Quotation> Find(SqlSession sql, string to, string[] some, ILookup<string, Passage> marks)
    {
        // One statement for any number.
        object?[] arguments = [to, .. some, .. Enumerable.Repeat("", AtOnce - some.Length)];
        return sql.Query(
                Quoted,
                row =>
                    marks[row.GetString(0)]
                        .Select(ours => new Quotation(
                            ours,
                            PartyName.Parse(row.GetString(1)),
                            Guid.Parse(row.GetString(2)),
                            row.GetString(3),
                            row.GetBoolean(4),
                            row.GetBoolean(5)
                        ))
                        .ToList(),
                arguments
            )
            .SelectMany(quotations => quotations);
    }

    private string MarkOf(Passage passage) => Convert.ToHexStringLower(keys.Content.Mark(passage.Text));
}
