using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;

namespace Exchange.Protocol.Reading;

/// <summary>The forms of values that have a type and a parser of their own: the parser reads, and the form describes.</summary>
internal static partial class TextForms
{
    private const string Day = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

    public static Form Time { get; } = new("time", Times(), "a time such as 2026-11-23T16:00:00.000Z") { Format = "date-time" };
    public static Form Date { get; } = new("date", Dates(), "a date such as 2026-11-23") { Format = "date" };
    public static Form Id { get; } = new("id", Ids(), "a version 7 UUID in lower case") { Format = "uuid" };
    public static Form Digest { get; } = new("digest", Digests(), "sha256: and 64 lower-case hex digits");

    public static Form Party { get; } =
        new(
            "partyName",
            new Regex($@"\A({string.Join('|', CountryCodes.Country.Codes!)})(-[A-Z0-9]{{1,16}})?\z", RegexOptions.CultureInvariant),
            "a party's name"
        );

    private static readonly Form Base64Of16 = Base64(16, Bytes16());
    private static readonly Form Base64Of32 = Base64(32, Bytes32());

    /// <exception cref="ArgumentOutOfRangeException">No member has this size.</exception>
    public static Form Base64(int size) =>
        size switch
        {
            16 => Base64Of16,
            32 => Base64Of32,
            _ => throw new ArgumentOutOfRangeException(nameof(size)),
        };

    private static Form Base64(int size, Regex regex) => new($"base64Of{size}", regex, $"{size} bytes in base64");

    [GeneratedRegex($@"\A{Day}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{{3}}Z\z")]
    private static partial Regex Times();

    [GeneratedRegex($@"\A{Day}\z")]
    private static partial Regex Dates();

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex Digests();

    // The bits of the last character that no byte needs are zero.
    [GeneratedRegex(@"\A[A-Za-z0-9+/]{21}[AQgw]==\z")]
    private static partial Regex Bytes16();

    [GeneratedRegex(@"\A[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=\z")]
    private static partial Regex Bytes32();
}
