using Exchange.Protocol.Vocabulary.Codes;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk;

/// <summary>Languages by their names beside their codes (ISO 639-3): in the reader's language where the resources have it, else in English.</summary>
internal static class Languages
{
    /// <summary>The name of a language; null if none is known.</summary>
    public static string? NameOf(string code, IStringLocalizer words) =>
        LanguageNames.Find(code) is not { } name ? null
        : words[KeyOf(name)] is { ResourceNotFound: false } own ? own.Value
        : name;

    /// <summary>A language with its code: <c>Bangla (ben)</c>.</summary>
    public static string WithCode(string code, IStringLocalizer words) =>
        NameOf(code, words) is { } name ? $"{name} ({code})" : code;

    // Apart from other words of the resources, as a code that means something else in its list.
    private static string KeyOf(string name) => $"language: {name}";
}
