using System.Globalization;
using System.Text.Json;
using Exchange.Protocol.Parties;

namespace Exchange.Protocol.Reading;

/// <summary>From a JSON value to a value of its type, or a fault and a placeholder.</summary>
public sealed partial class ObjectReader
{
    private static readonly TextParser<DateTimeOffset> ParseTime = ProtocolTime.TryParse;
    private static readonly TextParser<DateOnly> ParseDate = (string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static readonly TextParser<PartyName> ParseParty = (string text, out PartyName name) => PartyName.TryParse(text, out name!);
    private static readonly TextParser<Guid> ParseId = MessageId.TryParse;
    private static readonly TextParser<Digest> ParseDigest = Protocol.Digest.TryParse;

    private bool TryTake(string member, out JsonElement value)
    {
        _taken.Add(member);
        if (_element.TryGetProperty(member, out value))
            return true;
        Refuse(member, ReceiptCode.MembersOrTypes, Missing);
        return false;
    }

    private T Bounded<T>(string member, T number, T minimum, T maximum, ReceiptCode code)
        where T : IComparable<T> =>
        number.CompareTo(minimum) >= 0 && number.CompareTo(maximum) <= 0
            ? number
            : RefuseAs(PointerOf(member), code, $"The number is not from {minimum} to {maximum}.", minimum);

    // The pointer is that of an item, or null for the member itself.
    private string AsText(string member, string? pointer, JsonElement value, int maximum, bool isLine)
    {
        if (value.ValueKind != JsonValueKind.String)
            return RefuseAs(pointer ?? PointerOf(member), ReceiptCode.MembersOrTypes, "Not a text.", "");
        var text = value.GetString()!;
        return TextRules.FaultOf(text, maximum, isLine) is { } fault
            ? RefuseAs(pointer ?? PointerOf(member), ReceiptCode.AgainstTheVocabulary, fault, text)
            : text;
    }

    private string AsForm(string member, string? pointer, JsonElement value, Form form)
    {
        if (value.ValueKind != JsonValueKind.String)
            return RefuseAs(pointer ?? PointerOf(member), ReceiptCode.MembersOrTypes, "Not a text.", "");
        var text = value.GetString()!;
        return form.Fits(text)
            ? text
            : RefuseAs(pointer ?? PointerOf(member), ReceiptCode.AgainstTheVocabulary, $"Not {form.Meaning}.", "");
    }

    private T AsCode<T>(string member, string? pointer, JsonElement value)
        where T : struct, Enum
    {
        if (value.ValueKind != JsonValueKind.String)
            return RefuseAs(pointer ?? PointerOf(member), ReceiptCode.MembersOrTypes, "Not a text.", default(T));
        return CodeNames<T>.TryParse(value.GetString()!, out var code)
            ? code
            : RefuseAs(pointer ?? PointerOf(member), ReceiptCode.AgainstTheVocabulary, $"Not one of {CodeNames<T>.All}.", default(T));
    }

    private T AsObject<T>(JsonElement value, string pointer, Func<ObjectReader, T> read)
        where T : class
    {
        if (value.ValueKind != JsonValueKind.Object)
            return RefuseAs<T>(pointer, ReceiptCode.MembersOrTypes, "Not an object.", null!);
        var reader = new ObjectReader(value, pointer, Findings);
        var result = read(reader);
        reader.RefuseTheRest();
        return result;
    }

    private IReadOnlyList<T> Items<T>(string member, int minimum, int maximum, Func<JsonElement, string, T> read)
    {
        if (!TryTake(member, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            return WrongType<IReadOnlyList<T>>(member, "an array", []);
        var count = value.GetArrayLength();
        if (count < minimum || count > maximum)
        {
            return RefuseAs<IReadOnlyList<T>>(
                PointerOf(member),
                ReceiptCode.AgainstTheVocabulary,
                $"{Count} {minimum} to {maximum} items.",
                []
            );
        }

        var list = PointerOf(member);
        var items = new List<T>(count);
        foreach (var item in value.EnumerateArray())
            items.Add(read(item, string.Create(CultureInfo.InvariantCulture, $"{list}/{items.Count}")));
        return items;
    }

    private T AsItem<T>(string text, string pointer, string form, TextParser<T> parse, ReceiptCode code)
        where T : notnull
    {
        if (TextRules.HasForbidden(text))
            return RefuseAs<T>(pointer, ReceiptCode.AgainstTheVocabulary, TextRules.ForbiddenCharacter, default!);
        return parse(text, out var parsed) ? parsed : RefuseAs<T>(pointer, code, $"Not {form}.", default!);
    }

    private T RefuseAs<T>(string pointer, ReceiptCode code, string text, T placeholder)
    {
        Findings.Add(new(code, pointer, text));
        return placeholder;
    }

    private T WrongType<T>(string member, string form, T placeholder) =>
        RefuseAs(PointerOf(member), ReceiptCode.MembersOrTypes, $"Not {form}.", placeholder);

    private string PointerOf(string member) =>
        $"{_pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
