using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Exchange.Desk.Api;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk;

/// <summary>
/// What the gateway says is wrong, in the reader's language. A sentence with numbers or names in it is found by the template that it fits,
/// such as <c>The number is not from {0} to {1}.</c>, and said with the same numbers and names.
/// </summary>
internal static partial class Sentences
{
    // Codes of problems with many reasons, which only the sentence tells.
    private static readonly string[] WithReason =
    [
        "bad-request",
        "invalid-certificate",
        "invalid-person",
        "no-reason",
        "not-provable",
        "unreachable",
        "unusable-export",
    ];

    // Of each language: templates of the resources, those that say most first.
    private static readonly ConcurrentDictionary<string, IReadOnlyList<(Regex Pattern, string Template)>> Known = new(StringComparer.Ordinal);

    /// <summary>A sentence of the gateway; in English where the language has no words for it.</summary>
    public static string Say(this IStringLocalizer words, string sentence)
    {
        if (words[sentence] is { ResourceNotFound: false } exact)
            return exact.Value;
        var language = CultureInfo.CurrentUICulture.Name;
        if (!Language.All.ContainsKey(language) || language == "en")
            return AtTheDesk(sentence);
        foreach (var (pattern, template) in Known.GetOrAdd(language, _ => TemplatesOf(words)))
        {
            if (pattern.Match(sentence) is { Success: true } match)
            {
                object[] said = [.. match.Groups.Values.Skip(1).Select(part => PartOf(words, part.Value))];
                return string.Format(CultureInfo.InvariantCulture, words[template].Value, said);
            }
        }

        return AtTheDesk(sentence);
    }

    // What the ledger and the API call an exchange is a case here.
    private static string AtTheDesk(string sentence) => TheExchange().Replace(AnExchange().Replace(sentence, "$1 case"), "$1 case$2");

    /// <summary>
    /// A fault, or why the gateway has refused. Where the language has no words for that very sentence, it has some for the code of the
    /// problem; of a code that may have several reasons, the sentence stands beside them.
    /// </summary>
    public static string Say(this IStringLocalizer words, GatewayFault fault)
    {
        var said = words.Say(fault.Text);
        if (said != AtTheDesk(fault.Text) || fault.Code is not { } code || OfProblem(words, code) is not { } general)
            return said;
        return WithReason.Contains(code) ? $"{general} ({said})" : general;
    }

    private static string? OfProblem(IStringLocalizer words, string code) =>
        code.Split('-') is ["step", var receipt] && int.TryParse(receipt, NumberStyles.None, CultureInfo.InvariantCulture, out var step)
                ? words[ReceiptCodes.Meaning((ReceiptCode)step)] is { ResourceNotFound: false } meaning
                    ? $"{meaning.Value} {words["Nothing was sent."].Value}"
                    : null
            : words[$"problem: {code}"] is { ResourceNotFound: false } general ? general.Value
            : null;

    private static List<(Regex, string)> TemplatesOf(IStringLocalizer words) =>
        [
            .. words
                .GetAllStrings(includeParentCultures: false)
                .Select(text => text.Name)
                .Where(name => name.EndsWith('.') && Place().IsMatch(name))
                .OrderByDescending(name => Place().Replace(name, "").Length)
                .ThenBy(name => name, StringComparer.Ordinal)
                .Select(name => (PatternOf(name), name)),
        ];

    private static Regex PatternOf(string template) =>
        new(
            $@"\A{string.Join("(.+)", Place().Split(template).Select(Regex.Escape))}\z",
            RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking
        );

    // A form of values, said as its hint; codes and names of members, each in words; else, as a number, as it is.
    private static string PartOf(IStringLocalizer words, string part)
    {
        if (!part.Any(char.IsLetter))
            return part;
        var name = $"{char.ToUpperInvariant(part[0])}{part[1..]}";
        if (words[$"{name}."] is { ResourceNotFound: false } form)
            return form.Value.TrimEnd('.', '।');
        if (words[name] is { ResourceNotFound: false } label)
            return label.Value;
        var names = Between().Split(part);
        var said = names.Select(name => words[Wording.Of(Article().Replace(name, ""))]).ToList();
        return said.Exists(name => name.ResourceNotFound) ? part : string.Join(" / ", said.Select(name => name.Value));
    }

    [GeneratedRegex("\\b([Aa])n exchange\\b")]
    private static partial Regex AnExchange();

    // With the word before it, for a command begins so too: exchange ledger verify.
    [GeneratedRegex("\\b([Tt]he|[Tt]his|such|another|new|whole|its|all) exchange(s?)\\b")]
    private static partial Regex TheExchange();

    [GeneratedRegex("\\{[0-9]\\}")]
    private static partial Regex Place();

    [GeneratedRegex(" or | and another ")]
    private static partial Regex Between();

    [GeneratedRegex("\\Aan? ")]
    private static partial Regex Article();
}
