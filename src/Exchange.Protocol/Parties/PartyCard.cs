using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Parties;

/// <summary>
/// What two sides give each other before anything else: who a party is, and every key that it speaks with (border
/// protocol, section 1). Reading checks form only; whether the certificates hold is for sealing to say.
/// </summary>
public sealed record PartyCard
{
    /// <summary>Largest card, in bytes.</summary>
    public const int MaximumSize = 256 * 1024;

    private const int MaximumPem = 64 * 1024;

    public required PartyName Party { get; init; }

    /// <summary>From 1; a higher one replaces a lower.</summary>
    public required int Serial { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Versions of the border protocol that the party opens; has <c>exchange/1</c>.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>The country's own CA certificates (PEM): the only trust anchors for this party.</summary>
    public required string Authorities { get; init; }

    /// <summary>The authorities' newest CRLs (PEM).</summary>
    public required string Crls { get; init; }

    /// <summary>Chain of the message-signing certificate (PEM, leaf first, without the authority).</summary>
    public required string Signing { get; init; }

    /// <summary>Chain of the key-agreement certificate.</summary>
    public required string Encryption { get; init; }

    /// <summary>Chain of the ML-KEM-768 certificate.</summary>
    public required string Kem { get; init; }

    /// <summary>PKCS#10 request (PEM) of the key with which the party logs in to others' mailboxes.</summary>
    public required string Client { get; init; }

    public required CardLog Log { get; init; }

    public required CardWitness Witness { get; init; }

    /// <summary>Reads a card strictly.</summary>
    public static ReadResult<PartyCard> Read(ReadOnlyMemory<byte> json) => json.Length > MaximumSize
        ? ReadResult<PartyCard>.Of(null, [new(ReceiptCode.NotStrictJson, "", $"The card is larger than {MaximumSize} bytes.")])
        : StrictJson.Read(json, Read);

    private static PartyCard Read(ObjectReader reader) => new()
    {
        Party = reader.Parsed("party", "a party's name", null!, (string text, out PartyName name) => PartyName.TryParse(text, out name!)),
        Serial = (int)reader.Integer("serial", 1, int.MaxValue),
        ValidFrom = reader.Time("validFrom"),
        Protocols = reader.Texts("protocols", 1, 8, "a protocol's name", (string text, out string name) => (name = text).Length is > 0 and <= 32),
        Authorities = reader.Text("authorities", MaximumPem),
        Crls = reader.Text("crls", MaximumPem),
        Signing = reader.Text("signing", MaximumPem),
        Encryption = reader.Text("encryption", MaximumPem),
        Kem = reader.Text("kem", MaximumPem),
        Client = reader.Text("client", MaximumPem),
        Log = reader.Object("log", log => new CardLog(log.Text("origin", 128), Verifiers(log, 2))),
        Witness = reader.Object("witness", witness => new CardWitness(witness.Text("name", 128), Verifiers(witness, 1))),
    };

    private static IReadOnlyList<string> Verifiers(ObjectReader reader, int count) =>
        reader.Texts("verifiers", count, count, "a verifier key", (string text, out string key) => (key = text).Length is > 0 and <= 4096);
}
