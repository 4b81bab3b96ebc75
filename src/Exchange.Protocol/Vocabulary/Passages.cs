using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// Finds the passages of a message: its texts and their sentences, whole entities, and names of messages and exchanges. Upper case,
/// spaces and punctuation do not count. What is told in other words, and what is too short to be known again, is not found.
/// </summary>
public sealed partial class Passages
{
    // Shorter texts are alike by chance, and so are entities with less in them.
    private const int FewestLetters = 20;
    private const int FewestMembers = 3;

    // Ends of sentences in Latin, Bangla, Burmese, Arabic and Chinese script.
    private static readonly char[] Ends = ['.', '!', '?', ';', '\n', '\u0964', '\u104B', '\u06D4', '\u061F', '\u3002'];

    private readonly List<Passage> _found = [];
    private readonly HashSet<HandlingCode> _codes;
    private readonly Dictionary<string, IReadOnlySet<HandlingCode>> _told = new(StringComparer.Ordinal);

    private Passages(Message message)
    {
        _codes = [.. message.Header.Handling?.HandlingCodes ?? []];
        // Written anew, as the bytes of another gateway may differ in their form.
        Add(
            JsonSerializer.SerializeToElement(message.Body, message.Body.GetType(), ProtocolJson.Options),
            "/body",
            new HashSet<HandlingCode>(_codes)
        );
    }

    /// <summary>Everything by which a message may quote another.</summary>
    public static IReadOnlyList<Passage> Of(Message message) => new Passages(message)._found;

    /// <summary>The handling codes of a message and of all its items and entities.</summary>
    public static IReadOnlySet<HandlingCode> CodesOf(Message message) => new Passages(message)._codes;

    /// <summary>What must not be quoted freely of a message (H1, H2), and its own names; none if nothing of it is restricted.</summary>
    public static IReadOnlyList<Passage> Restricted(Message message)
    {
        if (!MayBeRestricted(message))
            return [];
        var all = new Passages(message);
        var header = message.Header;
        string?[] names =
        [
            MessageId.Write(header.MessageId),
            header.Opens ? null : MessageId.Write(header.ExchangeId!.Value),
            header.Reference,
        ];
        return
        [
            .. names
                .OfType<string>()
                .Select(name => Passage.Named("/body", name, all._codes))
                .Concat(all._found.Where(passage => !passage.IsName))
                .Where(passage => passage.IsRestricted)
                .DistinctBy(passage => (passage.Pointer, passage.Text)),
        ];
    }

    // Spares most messages the search; a gateway may write a letter as an escape.
    private static bool MayBeRestricted(Message message)
    {
        var bytes = message.Bytes.Span;
        return bytes.IndexOf("\"H1\""u8) >= 0 || bytes.IndexOf("\"H2\""u8) >= 0 || bytes.IndexOf("\\u00"u8) >= 0;
    }

    private void Add(JsonElement node, string pointer, IReadOnlySet<HandlingCode> codes)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Object:
                AddObject(node, pointer, codes);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in node.EnumerateArray().Index())
                    Add(item, $"{pointer}/{index}", codes);
                break;
            case JsonValueKind.String:
                AddText(node.GetString()!, pointer, codes);
                break;
        }
    }

    private void AddObject(JsonElement node, string pointer, IReadOnlySet<HandlingCode> codes)
    {
        if (node.TryGetProperty("handlingCodes", out var own))
        {
            codes = codes.Concat(own.Deserialize<HandlingCode[]>(ProtocolJson.Options)!).ToHashSet();
            _codes.UnionWith(codes);
            // An item may say all that it says by an entity. The items of a message come before its entities.
            if (node.TryGetProperty("entity", out var told))
                _told[told.GetString()!] = _told.TryGetValue(told.GetString()!, out var before) ? codes.Concat(before).ToHashSet() : codes;
        }

        // An entity is the same under any id.
        if (node.TryGetProperty("id", out var id) && node.TryGetProperty("type", out _))
        {
            if (_told.TryGetValue(id.GetString()!, out var byItem))
                codes = codes.Concat(byItem).ToHashSet();
            var members = node.EnumerateObject().Where(member => member.Name is not ("id" or "handlingCodes")).ToList();
            if (members.Count > FewestMembers)
                _found.Add(new(pointer, string.Join(',', members.Select(member => $"{member.Name}:{member.Value.GetRawText()}")), codes));
        }

        foreach (var member in node.EnumerateObject())
            Add(member.Value, $"{pointer}/{member.Name}", codes);
    }

    private void AddText(string text, string pointer, IReadOnlySet<HandlingCode> codes)
    {
        if (text.Contains('-', StringComparison.Ordinal))
            _found.AddRange(Names().Matches(text).Select(name => Passage.Named(pointer, NameOf(name), codes)));
        // One word is a code, a number or an address: known from elsewhere too.
        if (!text.Any(char.IsWhiteSpace) && text.All(char.IsAscii))
            return;
        string[] sentences = [text, .. text.Split(Ends)];
        _found.AddRange(
            sentences.Select(Plain).Where(plain => plain is not null).Distinct().Select(plain => new Passage(pointer, plain!, codes))
        );
    }

    private static string NameOf(Match name) => name.Groups["id"].Success ? name.Value.ToLowerInvariant() : name.Value.ToUpperInvariant();

    // Letters, digits and the marks on them; null if there are too few.
    private static string? Plain(string text)
    {
        var (plain, letters) = (new StringBuilder(text.Length), 0);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes())
        {
            var isLetter = Rune.IsLetterOrDigit(rune);
            letters += isLetter ? 1 : 0;
            if (isLetter || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
                plain.Append(rune);
        }

        return letters >= FewestLetters ? plain.ToString() : null;
    }

    [GeneratedRegex(
        """
            \b(
              (?<id>[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})
            | [A-Z]{3}(-[A-Z0-9]{1,16})?-[A-Z]{3}(-[A-Z0-9]{1,16})?-[0-9]{4}-[0-9]{1,12}
            )\b
            """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Names();
}
