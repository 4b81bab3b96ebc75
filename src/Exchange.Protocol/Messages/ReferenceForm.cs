using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Messages;

/// <summary>
/// The form of an exchange's reference (border protocol, section 4): opener, counterpart, year, number, such as
/// <c>BGD-MYS-2026-000042</c>. Both ledgers record it, so it cannot hold free text.
/// </summary>
public static partial class ReferenceForm
{
    /// <summary>A reference of any two parties.</summary>
    internal static Form Form { get; } =
        new("reference", Whole(), "a reference of opener, counterpart, year and number, such as BGD-MYS-2026-000042");

    /// <summary>True for a reference that an opener gives to an exchange with a counterpart.</summary>
    /// <param name="text">The reference.</param>
    /// <param name="opener">Null if it could not be read, and so is not checked.</param>
    /// <param name="counterpart">The other party; null as well if it could not be read.</param>
    public static bool IsOf(string text, PartyName? opener, PartyName? counterpart)
    {
        if (opener is null || counterpart is null)
            return Whole().IsMatch(text);
        // A party with a unit may appear by its country only.
        return IsAfter(text, $"{opener}-{counterpart}-")
            || IsAfter(text, $"{opener.Country}-{counterpart}-")
            || IsAfter(text, $"{opener}-{counterpart.Country}-")
            || IsAfter(text, $"{opener.Country}-{counterpart.Country}-");
    }

    /// <summary>
    /// True for a reference that a message with this header may have. An opening message has one of its sender, with the year of issue or
    /// an adjacent one.
    /// </summary>
    internal static bool Fits(string text, MessageHeader header) =>
        header.Opens
            ? IsOf(text, header.Sender, header.Recipient) && Math.Abs(YearOf(text) - header.IssuedAt.Year) <= 1
            : IsOf(text, header.Sender, header.Recipient) || IsOf(text, header.Recipient, header.Sender);

    private static int YearOf(string text) => int.Parse(text.Split('-')[^2], System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsAfter(string text, string parties) =>
        text.StartsWith(parties, StringComparison.Ordinal) && Number().IsMatch(text.AsSpan(parties.Length));

    [GeneratedRegex(@"\A[A-Z]{3}(-[A-Z0-9]{1,16})?-[A-Z]{3}(-[A-Z0-9]{1,16})?-[0-9]{4}-[0-9]{1,12}\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,12}\z")]
    private static partial Regex Number();
}
