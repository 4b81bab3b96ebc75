using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Life;

/// <summary>The closed set of formats that a member of an entry's <c>detail</c> can have. None can hold free text.</summary>
public enum DetailForm
{
    /// <summary>Integer from 0.</summary>
    Number,

    /// <summary>At most 100 integers from 0.</summary>
    Numbers,

    Flag,

    /// <summary>UTC, three decimals.</summary>
    Time,

    /// <summary>UUID of version 7.</summary>
    Id,

    /// <summary>SHA-256, with its prefix.</summary>
    Digest,

    /// <summary>32 bytes in base64: a node of a Merkle tree.</summary>
    Hash,

    /// <summary>Lower-case letters, digits and hyphens, at most 64.</summary>
    Code,

    /// <summary>At most 64 of those.</summary>
    Codes,

    /// <summary>At most 64 names of settings, such as <c>Border:FirstResend</c>.</summary>
    Settings,

    /// <summary>Origin of a ledger: the name of its keys.</summary>
    Origin,

    /// <summary>Reference of an exchange, such as <c>BGD-MYS-2026-000042</c>.</summary>
    Reference,

    /// <summary>A unit within our party, such as <c>CID</c>.</summary>
    Unit,

    /// <summary>Version of the program, such as <c>1.0.0</c>.</summary>
    Version,
}

/// <summary>Reads the values of a <c>detail</c>, and checks them against their format.</summary>
public static partial class DetailForms
{
    private const int MostNames = 64;
    private const int MostNumbers = 100;

    public static bool Has(DetailForm form, JsonNode? value) =>
        form switch
        {
            DetailForm.Number => Number(value) >= 0,
            DetailForm.Numbers => value is JsonArray { Count: <= MostNumbers } numbers
                && numbers.All(number => Number(number) is >= 0 and <= int.MaxValue),
            DetailForm.Flag => value is JsonValue flag && flag.TryGetValue<bool>(out _),
            DetailForm.Codes => value is JsonArray { Count: <= MostNames } codes
                && codes.All(code => Text(code) is { } text && Code().IsMatch(text)),
            DetailForm.Settings => value is JsonArray { Count: <= MostNames } names
                && names.All(name => Text(name) is { } text && Setting().IsMatch(text)),
            _ => Text(value) is { } text && Has(form, text),
        };

    private static bool Has(DetailForm form, string text) =>
        form switch
        {
            DetailForm.Time => ProtocolTime.TryParse(text, out _),
            DetailForm.Id => MessageId.TryParse(text, out _),
            DetailForm.Digest => Digest.TryParse(text, out _),
            DetailForm.Hash => Base64.TryParse(text, out var hash) && hash.Length == Digest.Size,
            DetailForm.Code => Code().IsMatch(text),
            DetailForm.Origin => Origin().IsMatch(text),
            DetailForm.Reference => ReferenceForm.IsOf(text, null, null),
            DetailForm.Unit => UnitName.IsValid(text),
            DetailForm.Version => Version().IsMatch(text),
            _ => false,
        };

    public static long? Number(JsonNode? node) =>
        node is not JsonValue value ? null
        : value.TryGetValue<long>(out var large) ? large
        : value.TryGetValue<int>(out var small) ? small
        : null;

    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Za-z0-9:-]{1,100}$")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^[^\s\p{C}+]{1,128}$")]
    private static partial Regex Origin();

    [GeneratedRegex("^[0-9A-Za-z.+-]{1,80}$")]
    private static partial Regex Version();
}
