using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>One name of a person, in parts or whole.</summary>
/// <param name="Form">Where it is from.</param>
/// <param name="Family">Family name.</param>
/// <param name="Given">Given names.</param>
/// <param name="Full">The whole name, where it has no such parts.</param>
/// <param name="Script">ISO 15924 code of a native script, such as <c>Beng</c>.</param>
public sealed record PersonName(NameForm Form, string? Family, string? Given, string? Full, string? Script) : Content
{
    internal static PersonName Read(ObjectReader reader)
    {
        var name = new PersonName(
            reader.Code<NameForm>("form"),
            reader.OptionalLine("family", 200),
            reader.OptionalLine("given", 200),
            reader.OptionalLine("full", 400),
            reader.OptionalLine("script", 4));
        if (name.Family is null && name.Given is null && name.Full is null)
            reader.Refuse("full", ReceiptCode.AgainstTheVocabulary, "A name has a family name, given names, or is given in full.");
        if (name.Form == NameForm.NativeScript && name.Script is null)
            reader.Refuse("script", ReceiptCode.AgainstTheVocabulary, "A name in native script says which script it is.");
        if (name.Script is { } script && !IsScript(script))
            reader.Refuse("script", ReceiptCode.AgainstTheVocabulary, "Not an ISO 15924 code, such as Beng.");
        return name;
    }

    // The form of the code; the list of scripts grows.
    private static bool IsScript(string script) =>
        script.Length == 4 && char.IsAsciiLetterUpper(script[0]) && script[1..].All(char.IsAsciiLetterLower);
}

/// <summary>In which form a name is given.</summary>
public enum NameForm
{
    Document,
    NativeScript,
    Transliteration,
    Alias,
}
