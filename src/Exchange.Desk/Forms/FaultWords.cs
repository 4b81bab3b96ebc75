using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Exchange.Desk.Forms;

/// <summary>
/// What is wrong with a field, as what to do: <c>Enter the facts.</c> Who fills in a form does not know that its fields are members of an
/// object with types.
/// </summary>
internal static partial class FaultWords
{
    /// <summary>The sentences that have the name of a field in them, for the resources.</summary>
    public static IReadOnlyList<string> Templates { get; } =
        [
            "Enter the {0}.",
            "Enter this: {0}.",
            "Enter {0}.",
            "Choose the {0}.",
            "Choose yes or no: {0}.",
            "Choose at least one: {0}.",
            "Add at least one: {0}.",
        ];

    // Labels that are no nouns.
    private static readonly string[] Phrases =
    [
        "asWritten",
        "due",
        "dueAt",
        "from",
        "heldThere",
        "needed",
        "newDueAt",
        "proportionate",
        "retainUntil",
        "to",
        "until",
    ];

    /// <param name="field">The field that the fault is about, and no other that is shown in its place.</param>
    /// <param name="fault">In the gateway's words.</param>
    /// <returns>In English, as all that the desk says; what is said well already, as it is.</returns>
    public static string Of(FormField field, string fault) =>
        fault switch
        {
            ObjectReader.Missing => Missing(field),
            _ when field.Value is JsonArray { Count: 0 } && fault.StartsWith(ObjectReader.Count, StringComparison.Ordinal) => Empty(field),
            _ when !Misformed().IsMatch(fault) => fault,
            _ when field.Shape.IsTime => "Enter a day and a time in UTC, such as 2026-11-23 16:00.",
            _ when field.Shape.IsCountry => "Enter the name of a country or its code, such as Bangladesh or BGD.",
            _ when field.Shape.Kind == ShapeKind.Integer => "Enter a whole number.",
            _ when field.Shape.Kind == ShapeKind.Number => "Enter a number.",
            _ when field.Shape.HasForm => $"Enter {Misformed().Replace(fault, "")}",
            _ => fault,
        };

    /// <summary>True if a sentence names the member that it is about, so that it need not stand before it too.</summary>
    public static bool IsNamed(string said, string member) => said.EndsWith($" {NameOf(member)}.", StringComparison.Ordinal);

    private static string Missing(FormField field) =>
        field switch
        {
            { Shape.Kind: ShapeKind.Boolean } => $"Choose yes or no: {NameOf(field.Name)}.",
            { Shape.IsChosen: true } => $"Choose the {NameOf(field.Name)}.",
            _ => Phrases.Contains(field.Name) ? $"Enter this: {NameOf(field.Name)}." : $"Enter the {NameOf(field.Name)}.",
        };

    private static string Empty(FormField field) =>
        field.Shape.IsOfCodes ? $"Choose at least one: {NameOf(field.Name)}." : $"Add at least one: {NameOf(field.Name)}.";

    // What is needed follows.
    [GeneratedRegex(@"\ANot (?=an? )")]
    private static partial Regex Misformed();

    // As within a sentence; an abbreviation stays as it is.
    private static string NameOf(string member) =>
        Wording.Of(member) is [var first, .. var rest] ? (rest is [var second, ..] && char.IsUpper(second) ? first : char.ToLowerInvariant(first)) + rest
        : member;
}
