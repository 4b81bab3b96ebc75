using System.Text.Json;
using System.Text.Unicode;

namespace Exchange.Protocol.Reading;

/// <summary>
/// Strict JSON (RFC 8259, I-JSON of RFC 7493): UTF-8 without BOM, no duplicate names, no lone surrogates, no comments,
/// depth at most 32. Anything else is refused with code 400.
/// </summary>
public static class StrictJson
{
    /// <summary>Deepest nesting of objects and arrays.</summary>
    public const int MaximumDepth = 32;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };

    /// <summary>
    /// Reads one JSON object from <paramref name="utf8"/> by <paramref name="read"/>, which must read every member that it knows.
    /// </summary>
    public static ReadResult<T> Read<T>(ReadOnlyMemory<byte> utf8, Func<ObjectReader, T> read)
        where T : class
    {
        var findings = new Findings();
        using var document = Parse(utf8, findings);
        if (document is null)
            return ReadResult<T>.Of(null, findings.Faults);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return ReadResult<T>.Of(null, [new(ReceiptCode.MembersOrTypes, "", "The document is not a JSON object.")]);
        var reader = new ObjectReader(document.RootElement, "", findings);
        var value = read(reader);
        reader.RefuseTheRest();
        return ReadResult<T>.Of(value, findings.Faults);
    }

    /// <summary>Refuses a whole document before it is read.</summary>
    public static ReadResult<T> Refuse<T>(string text)
        where T : class => ReadResult<T>.Of(null, [new(ReceiptCode.NotStrictJson, "", text)]);

    private static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, Findings findings)
    {
        if (ByteOrderMark(utf8.Span) is { } encoding)
        {
            findings.Add(
                new(ReceiptCode.NotStrictJson, "", $"The text begins with a byte order mark ({encoding}). Save it as UTF-8 without one.")
            );
            return null;
        }

        try
        {
            if (Utf8.IsValid(utf8.Span) && HasOnlyWholeCharacters(utf8.Span))
                return JsonDocument.Parse(utf8, DocumentOptions);
            findings.Add(new(ReceiptCode.NotStrictJson, "", "The text is not valid UTF-8, or has half of a surrogate pair."));
        }
        catch (JsonException)
        {
            findings.Add(
                new(
                    ReceiptCode.NotStrictJson,
                    "",
                    $"The text is not strict JSON: it is malformed, has a member twice, a comment, or more than {MaximumDepth} levels."
                )
            );
        }

        return null;
    }

    private static string? ByteOrderMark(ReadOnlySpan<byte> text) =>
        text switch
        {
            [0xEF, 0xBB, 0xBF, ..] => "UTF-8",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16",
            _ => null,
        };

    // The parser checks escapes only when a string is read; a lone \uD800 in an unread member must be refused too.
    private static bool HasOnlyWholeCharacters(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaximumDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && !IsWhole(ref reader))
                return false;
        }

        return true;
    }

    private static bool IsWhole(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
