using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// The parts of other messages that a message of ours names must be in them. Its recipient does not judge that: there the content may be
/// destroyed already.
/// </summary>
internal static class NamedParts
{
    public static List<Fault> FaultsOf(SqlSession sql, ContentStore contents, PartyName counterpart, Message message) =>
        message.Header.Kind is CaseKind kind
            ?
            [
                .. kind.Names(message.Body)
                    .Where(named => named.Parts.Count > 0)
                    .SelectMany(named => FaultsOf(Open(sql, contents, counterpart, named), named)),
            ]
            : [];

    private static List<Fault> FaultsOf(byte[]? said, NamedMessage named)
    {
        if (said is null)
            return [];
        using var document = JsonDocument.Parse(said);
        return
        [
            .. named
                .Parts.Where(part => !Has(document.RootElement, part))
                .Select(part => new Fault(ReceiptCode.AgainstTheVocabulary, part.Pointer, "The message that is named has no such part.")),
        ];
    }

    // What is not here, or was damaged, cannot be compared.
    private static byte[]? Open(SqlSession sql, ContentStore contents, PartyName counterpart, NamedMessage named)
    {
        try
        {
            return MessageTable.Find(sql, counterpart, outgoing: named.Of == NamedOf.Sender, named.MessageId) is { } stored
                ? contents.Open(sql, stored.EntryIndex, stored.Signed)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // A pointer here has no escapes.
    private static bool Has(JsonElement node, NamedPart part)
    {
        foreach (var step in part.In.Split('/').Skip(1))
        {
            var found = node.ValueKind switch
            {
                JsonValueKind.Object => node.TryGetProperty(step, out node),
                JsonValueKind.Array => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < node.GetArrayLength()
                    && (node = node[index]) is { },
                _ => false,
            };
            if (!found)
                return false;
        }

        return !part.IsItem || (node.ValueKind == JsonValueKind.Object && node.TryGetProperty("sourceGrade", out _));
    }
}
