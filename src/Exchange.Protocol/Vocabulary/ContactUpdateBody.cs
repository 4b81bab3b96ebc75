using System.Text.RegularExpressions;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Who can be reached at its sender, and how. Replaces all that was said before.</summary>
public sealed record ContactUpdateBody() : MessageBody(CaseKinds.ContactUpdate)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "contact-update",
            Body = typeof(ContactUpdateBody),
            Read = Read,
            Opens = true,
            IsForAllUnits = true,
            Wants = Wanted.Nothing,
            Speaker = Speaker.Opener,
            Verb = "update-contacts",
            Summary = "Tell a counterpart whom it can reach here, and how.",
            Step = _ => LifeStep.Opens,
        };

    public required IReadOnlyList<ContactPoint> ContactPoints { get; init; }

    internal static ContactUpdateBody Read(ObjectReader reader) =>
        new() { ContactPoints = reader.Objects("contactPoints", 1, 50, ContactPoint.Read) };
}

/// <summary>A unit or a role that can be reached.</summary>
public sealed record ContactPoint : Content
{
    public required string Unit { get; init; }

    /// <summary>Such as duty officer; a person's name only where nothing else reaches them.</summary>
    public required string Role { get; init; }

    /// <summary>ISO 639-3 codes of the languages spoken, the best first.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Absent if it can be reached at all hours.</summary>
    public Hours? Hours { get; init; }

    public required IReadOnlyList<Channel> Channels { get; init; }

    internal static ContactPoint Read(ObjectReader reader) =>
        new()
        {
            Unit = reader.Line("unit", 200),
            Role = reader.Line("role", 200),
            Languages = reader.Lines("languages", 1, 20, PublishedCodes.Language),
            Hours = reader.OptionalObject("hours", Hours.Read),
            Channels = reader.Objects("channels", 1, 10, Channel.Read),
        };
}

/// <summary>When a contact point can be reached.</summary>
/// <param name="Zone">IANA time zone, such as <c>Asia/Dhaka</c>.</param>
/// <param name="Days">Days of the week.</param>
/// <param name="From">Local time of day, such as <c>08:00</c>.</param>
/// <param name="To">Local time of day; not later than <c>From</c> if it lasts over midnight.</param>
public sealed record Hours(string Zone, IReadOnlyList<Weekday> Days, string From, string To) : Content
{
    internal static Hours Read(ObjectReader reader)
    {
        var hours = new Hours(
            reader.Line("zone", ContactForms.Zone),
            reader.Codes<Weekday>("days", 1, 7),
            reader.Line("from", ContactForms.TimeOfDay),
            reader.Line("to", ContactForms.TimeOfDay)
        );
        if (hours.Days.Distinct().Count() != hours.Days.Count)
            reader.Refuse("days", ReceiptCode.AgainstTheVocabulary, "A day must not occur twice.");
        return hours;
    }
}

public enum Weekday
{
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// <summary>One way to reach a contact point.</summary>
/// <param name="Type">Telephone, e-mail and so on.</param>
/// <param name="Address">Number, address or name.</param>
public sealed record Channel(ChannelType Type, string Address) : Content
{
    internal static Channel Read(ObjectReader reader) => new(reader.Code<ChannelType>("type"), reader.Line("address", 320));
}

/// <summary>Type of channel.</summary>
public enum ChannelType
{
    Exchange,
    Telephone,
    Mobile,
    Email,
    Radio,
    Interpol,
    Other,
}

internal static partial class ContactForms
{
    public static Form Zone { get; } = new("timeZone", Zones(), "an IANA time zone, such as Asia/Dhaka");

    public static Form TimeOfDay { get; } = new("timeOfDay", TimesOfDay(), "a time of day from 00:00 to 23:59");

    [GeneratedRegex(@"\A(UTC|[A-Z][A-Za-z]{1,13}(/[A-Z][A-Za-z_-]{1,29}){1,2})\z")]
    private static partial Regex Zones();

    [GeneratedRegex(@"\A([01][0-9]|2[0-3]):[0-5][0-9]\z")]
    private static partial Regex TimesOfDay();
}
