using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;

namespace Exchange.Protocol.Messages;

/// <summary>
/// The form of an exchange's reference (border protocol, section 4): opener, counterpart, year, number, such as
/// <c>BGD-MYS-2026-000042</c>. It stands in both logs, so no text of anybody's choice fits it.
/// </summary>
public static partial class ReferenceForm
{
    /// <summary>True for a reference of an exchange between two parties, whoever has opened it.</summary>
    /// <param name="text">The reference.</param>
    /// <param name="one">A party; nothing if it could not be read, and so is not asked for.</param>
    /// <param name="other">The other party; the same.</param>
    public static bool IsOf(string text, PartyName? one, PartyName? other)
    {
        ArgumentNullException.ThrowIfNull(text);
        return one is null || other is null ? Whole().IsMatch(text) : IsAfter(text, one, other) || IsAfter(text, other, one);
    }

    // A party with a unit may be named by its country alone.
    private static bool IsAfter(string text, PartyName opener, PartyName counterpart) =>
        IsAfter(text, $"{opener}-{counterpart}-") || IsAfter(text, $"{opener.Country}-{counterpart}-")
        || IsAfter(text, $"{opener}-{counterpart.Country}-") || IsAfter(text, $"{opener.Country}-{counterpart.Country}-");

    private static bool IsAfter(string text, string parties) => text.StartsWith(parties, StringComparison.Ordinal) && Number().IsMatch(text.AsSpan(parties.Length));

    [GeneratedRegex(@"\A[A-Z]{3}(-[A-Z0-9]{1,16})?-[A-Z]{3}(-[A-Z0-9]{1,16})?-[0-9]{4}-[0-9]{1,12}\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,12}\z")]
    private static partial Regex Number();
}
