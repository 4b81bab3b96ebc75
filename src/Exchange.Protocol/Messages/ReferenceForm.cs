using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;

namespace Exchange.Protocol.Messages;

/// <summary>
/// The form of an exchange's reference (border protocol, section 4): opener, counterpart, year, number, such as
/// <c>BGD-MYS-2026-000042</c>. It stands in both logs, so no text of anybody's choice fits it.
/// </summary>
public static partial class ReferenceForm
{
    /// <summary>True for a reference that a party gave to an exchange which it opened with another.</summary>
    /// <param name="text">The reference.</param>
    /// <param name="opener">Null if it could not be read, and so is not asked for.</param>
    /// <param name="counterpart">The other party; the same.</param>
    public static bool IsOf(string text, PartyName? opener, PartyName? counterpart)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (opener is null || counterpart is null)
            return Whole().IsMatch(text);
        // A party with a unit may be named by its country alone.
        return IsAfter(text, $"{opener}-{counterpart}-") || IsAfter(text, $"{opener.Country}-{counterpart}-")
            || IsAfter(text, $"{opener}-{counterpart.Country}-") || IsAfter(text, $"{opener.Country}-{counterpart.Country}-");
    }

    /// <summary>True for a reference that a message with this header may have: an opener gives its own, in the year in which it was issued or one beside it.</summary>
    internal static bool Fits(string text, MessageHeader header) => header.Opens
        ? IsOf(text, header.Sender, header.Recipient) && Math.Abs(YearOf(text) - header.IssuedAt.Year) <= 1
        : IsOf(text, header.Sender, header.Recipient) || IsOf(text, header.Recipient, header.Sender);

    private static int YearOf(string text) => int.Parse(text.Split('-')[^2], System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsAfter(string text, string parties) => text.StartsWith(parties, StringComparison.Ordinal) && Number().IsMatch(text.AsSpan(parties.Length));

    [GeneratedRegex(@"\A[A-Z]{3}(-[A-Z0-9]{1,16})?-[A-Z]{3}(-[A-Z0-9]{1,16})?-[0-9]{4}-[0-9]{1,12}\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,12}\z")]
    private static partial Regex Number();
}
