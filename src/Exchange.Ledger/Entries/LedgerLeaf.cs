using System.Text.Json.Nodes;
using Exchange.Protocol.Reading;

namespace Exchange.Ledger.Entries;

/// <summary>
/// One ledger entry (border protocol, section 8): a JSON object on one line of at most 4,096 bytes, whose exact bytes are kept
/// and hashed. Holds no content and no person's name.
/// </summary>
public sealed record LedgerLeaf
{
    /// <summary>Largest entry in bytes.</summary>
    public const int MaximumSize = 4096;

    /// <summary>Length of the salt in bytes. The salt prevents guessing the entry from its hash.</summary>
    public const int SaltSize = 16;

    internal const int LongestName = 64;

    private JsonObject? _detail;

    internal LedgerLeaf(byte[] bytes) => (Bytes, Hash) = (bytes, MerkleHash.OfLeaf(bytes));

    /// <summary>The exact bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The leaf hash in the Merkle tree.</summary>
    public MerkleHash Hash { get; }

    public required DateTimeOffset At { get; init; }
    public required string Event { get; init; }

    /// <summary>The owner of the ledger.</summary>
    public required PartyName Party { get; init; }

    public required string Actor { get; init; }
    public PartyName? Counterpart { get; init; }
    public Guid? ExchangeId { get; init; }
    public Guid? MessageId { get; init; }

    /// <summary>Code of the message's kind; a text, because a later version may know more kinds.</summary>
    public string? Kind { get; init; }

    public int? Sequence { get; init; }
    public Digest? Signed { get; init; }
    public Digest? Sealed { get; init; }
    public ReceiptCode? Code { get; init; }

    /// <summary>Further members of the event; parsed on first use.</summary>
    public JsonObject? Detail
    {
        get => _detail ??= DetailAt is { } place ? JsonNode.Parse(Bytes.Span[place]) as JsonObject : null;
        init => _detail = value;
    }

    /// <summary>Position of <see cref="Detail"/> in the bytes.</summary>
    internal Range? DetailAt { get; init; }

    /// <summary>Reads an entry of any party's ledger. Unknown members are ignored; known ones must be well-formed.</summary>
    public static ReadResult<LedgerLeaf> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaximumSize || bytes.Span.Contains((byte)'\n'))
            return StrictJson.Refuse<LedgerLeaf>($"An entry must be one line of at most {MaximumSize} bytes.");
        return LeafScan.TryRead(bytes.Span) is { } usual ? ReadResult<LedgerLeaf>.Valid(usual) : ReadStrictly(bytes);
    }

    /// <summary>The same, without the fast path for entries in the usual form.</summary>
    internal static ReadResult<LedgerLeaf> ReadStrictly(ReadOnlyMemory<byte> bytes) =>
        StrictJson.Read(bytes, reader => Read(reader, bytes.ToArray()));

    public override string ToString() => $"{Event} {MessageId}";

    internal static LedgerLeaf Of(byte[] bytes) => Read(bytes).OrThrow();

    private static LedgerLeaf Read(ObjectReader reader, byte[] bytes)
    {
        reader.Integer("v", 1, 1);
        reader.Bytes("salt", SaltSize);
        var leaf = new LedgerLeaf(bytes)
        {
            At = reader.Time("at"),
            Event = reader.Text("event", LongestName),
            Party = reader.Party("party"),
            Actor = reader.Text("actor", LongestName),
            Counterpart = reader.Has("counterpart") ? reader.Party("counterpart") : null,
            ExchangeId = reader.Has("exchangeId") ? reader.Id("exchangeId") : null,
            MessageId = reader.Has("messageId") ? reader.Id("messageId") : null,
            Kind = reader.OptionalText("kind", LongestName),
            Sequence = (int?)reader.OptionalInteger("sequence", 1, int.MaxValue),
            Signed = reader.Has("signed") ? reader.Digest("signed") : null,
            Sealed = reader.Has("sealed") ? reader.Digest("sealed") : null,
            Code = (ReceiptCode?)reader.OptionalInteger("code", 100, 599),
            Detail = reader.OptionalNode("detail"),
        };
        reader.IgnoreTheRest();
        return leaf;
    }
}
