using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Protocol.Parties;

/// <summary>
/// What two parties exchange first: the name of a party and all its public keys (border
/// protocol, section 1). Reading checks only the form; <c>Exchange.Sealing</c> verifies the certificates.
/// </summary>
public sealed record PartyCard
{
    /// <summary>Largest card, in bytes.</summary>
    public const int MaximumSize = 256 * 1024;

    /// <summary>Languages that a card can name.</summary>
    public const int MostLanguages = 16;

    private const int MaximumPem = 64 * 1024;

    public required PartyName Party { get; init; }

    /// <summary>From 1; a higher serial replaces a lower one.</summary>
    public required int Serial { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Versions of the border protocol that the party supports; includes <c>exchange/1</c>.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>
    /// Languages in which the party takes information that it did not ask for (ISO 639-3); null for any. Directive (EU) 2023/977, article
    /// 7(3).
    /// </summary>
    public IReadOnlyList<string>? Languages { get; init; }

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

    /// <summary>PKCS#10 request (PEM) for the key with which the party logs in to other parties' brokers.</summary>
    public required string Client { get; init; }

    public required CardLog Log { get; init; }
    public required CardWitness Witness { get; init; }

    /// <summary>Reads a card strictly.</summary>
    public static ReadResult<PartyCard> Read(ReadOnlyMemory<byte> json) =>
        json.Length > MaximumSize
            ? ReadResult<PartyCard>.Of(null, [new(ReceiptCode.NotStrictJson, "", $"The card is larger than {MaximumSize} bytes.")])
            : StrictJson.Read(json, Read);

    private static PartyCard Read(ObjectReader reader) =>
        new()
        {
            Party = reader.Party("party"),
            Serial = (int)reader.Integer("serial", 1, int.MaxValue),
            ValidFrom = reader.Time("validFrom"),
            Protocols = reader.Texts("protocols", 1, 8, "a protocol's name", (string text, out string name) =>
                (name = text).Length is > 0 and <= 32
            ),
            Languages = reader.OptionalLines("languages", MostLanguages, PublishedCodes.Language),
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

/// <summary>A party's ledger.</summary>
/// <param name="Origin">Its origin, such as <c>bgd.exchange/audit</c>.</param>
/// <param name="Verifiers">C2SP signed-note verifier keys with the origin as name: one Ed25519 (0x01), one ML-DSA-44 (0x06).</param>
public sealed record CardLog(string Origin, IReadOnlyList<string> Verifiers);

/// <summary>The key with which a party cosigns its counterparts' ledgers; never a key of its own ledger.</summary>
/// <param name="Name">The witness's name.</param>
/// <param name="Verifiers">One C2SP verifier key, ML-DSA-44 (0x06).</param>
public sealed record CardWitness(string Name, IReadOnlyList<string> Verifiers);
