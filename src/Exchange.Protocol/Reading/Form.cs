using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Exchange.Protocol.Reading;

/// <summary>
/// A closed form of text, such as that of an IMO number or of a country code. Reader and JSON Schema take it from the same
/// object: a text that the pattern matches whole, or that is one of the codes.
/// </summary>
public sealed class Form
{
    /// <summary>The end of a text. In other flavours than ECMA-262 <c>$</c> is also before a last line feed.</summary>
    internal const string End = @"$(?!\n)";

    private readonly Regex? _regex;
    private readonly FrozenSet<string>? _codes;

    private Form(string name, string meaning) => (Name, Meaning) = (name, meaning);

    /// <param name="name">Its name in the schemas: <c>imo</c>, <c>countryCode</c>.</param>
    /// <param name="regex">From <c>\A</c> to <c>\z</c>; between them only what regular expressions of ECMA-262 have too, and classes of
    /// ASCII characters.</param>
    /// <param name="meaning">What a text of this form is, as it follows "Not": <c>an IMO ship number: seven digits</c>.</param>
    /// <exception cref="ArgumentException">The regular expression has no such ends.</exception>
    public Form(string name, Regex regex, string meaning)
        : this(name, meaning)
    {
        var pattern = regex.ToString();
        if (!pattern.StartsWith(@"\A", StringComparison.Ordinal) || !pattern.EndsWith(@"\z", StringComparison.Ordinal))
            throw new ArgumentException(@"The regular expression must begin with \A and end with \z.", nameof(regex));
        (_regex, Pattern) = (regex, $"^{pattern[2..^2]}{End}");
    }

    /// <param name="name">Its name in the schemas.</param>
    /// <param name="codes">All texts of this form.</param>
    /// <param name="meaning">What a text of this form is, as it follows "Not".</param>
    public Form(string name, IEnumerable<string> codes, string meaning)
        : this(name, meaning) => _codes = codes.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A list that is too long for a schema, which has the pattern alone.</summary>
    /// <inheritdoc cref="Form(string, IEnumerable{string}, string)"/>
    /// <inheritdoc cref="Form(string, Regex, string)"/>
    public Form(string name, IEnumerable<string> codes, Regex regex, string meaning)
        : this(name, regex, meaning) => _codes = codes.ToFrozenSet(StringComparer.Ordinal);

    public string Name { get; }
    public string Meaning { get; }

    /// <summary>As in ECMA-262, for the whole text; null for a list of codes.</summary>
    public string? Pattern { get; }

    /// <summary>The <c>format</c> of JSON Schema, for what no pattern can say, such as leap years.</summary>
    public string? Format { get; init; }

    /// <summary>The English name of a code, for who chooses one.</summary>
    public Func<string, string?>? NameOf { get; init; }

    /// <summary>In ordinal order; null for a pattern.</summary>
    public IReadOnlyList<string>? Codes => _codes is null || _regex is not null ? null : [.. _codes.Order(StringComparer.Ordinal)];

    public bool Fits(string text) => _codes?.Contains(text) ?? _regex!.IsMatch(text);
}
