using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>A checkpoint of the sender's ledger that no receipt carried, as a signed note, with its proof from an earlier one.</summary>
public sealed record CheckpointBody(string Checkpoint, ConsistencyMember Consistency) : MessageBody(LinkKind.Checkpoint)
{
    /// <summary>Longest checkpoint note in characters: three lines and the signatures of two keys.</summary>
    public const int MaximumNote = 16 * 1024;

    internal static CheckpointBody Read(ObjectReader reader) =>
        new(reader.Text("checkpoint", MaximumNote), reader.Object("consistency", ConsistencyMember.Read));
}

/// <summary>RFC 6962 consistency proof from an earlier size of the same ledger.</summary>
/// <param name="From">That size in entries; 0, with an empty proof, only for the first checkpoint.</param>
/// <param name="Proof">Hashes of 32 bytes in base64.</param>
public sealed record ConsistencyMember(long From, IReadOnlyList<string> Proof)
{
    // A ledger of 2^63 entries needs 63 hashes for inclusion and at most 64 for consistency.
    private const int MaximumHashes = 64;

    internal static ConsistencyMember Read(ObjectReader reader) =>
        new(reader.Integer("from", 0, long.MaxValue), ReadHashes(reader, "proof"));

    internal static IReadOnlyList<string> ReadHashes(ObjectReader reader, string member) =>
        reader.Texts(member, 0, MaximumHashes, "a hash of 32 bytes in base64", (string text, out string hash) =>
            Base64.TryParse(hash = text, out var bytes) && bytes.Length == Digest.Size
        );
}

/// <summary>
/// A witness's cosignature of the recipient's ledger, or its request for a missing checkpoint (border protocol, section 8).
/// </summary>
/// <param name="Origin">Origin of the recipient's ledger.</param>
/// <param name="Size">Size of the cosigned checkpoint; with <paramref name="Wanted"/>, the newest size held, or 0.</param>
/// <param name="Line">C2SP cosignature line, without line feed.</param>
/// <param name="Wanted">The size from which a proof is missing.</param>
public sealed record CosignatureBody(string Origin, long Size, string? Line, long? Wanted) : MessageBody(LinkKind.Cosignature)
{
    internal static CosignatureBody Read(ObjectReader reader)
    {
        var body = new CosignatureBody(
            reader.Text("origin", 128),
            reader.Integer("size", 0, long.MaxValue),
            reader.OptionalText("line", CheckpointBody.MaximumNote),
            reader.OptionalInteger("wanted", 0, long.MaxValue)
        );
        if (body.Line is null == body.Wanted is null)
            reader.Refuse("line", ReceiptCode.MembersOrTypes, "Exactly one of line and wanted must be present.");
        return body;
    }
}

/// <summary>Asks whether the counterpart can be reached.</summary>
/// <param name="CardSerial">Serial of the sender's newest card.</param>
/// <param name="Now">The sender's clock.</param>
public sealed record PingBody(int CardSerial, DateTimeOffset Now) : MessageBody(LinkKind.Ping)
{
    internal static PingBody Read(ObjectReader reader) => new((int)reader.Integer("cardSerial", 1, int.MaxValue), reader.Time("now"));
}

/// <summary>Answers a ping, which the header names.</summary>
/// <param name="CardSerial">Serial of the card that the sender holds of the recipient.</param>
/// <param name="Now">The sender's clock.</param>
/// <param name="Held">Newest checkpoint that the sender holds of the recipient's ledger, as the signed note.</param>
public sealed record PongBody(int CardSerial, DateTimeOffset Now, string? Held) : MessageBody(LinkKind.Pong)
{
    internal static PongBody Read(ObjectReader reader) =>
        new(
            (int)reader.Integer("cardSerial", 1, int.MaxValue),
            reader.Time("now"),
            reader.OptionalText("held", CheckpointBody.MaximumNote)
        );
}

/// <summary>The sender's newer card, as the exact text of its file.</summary>
public sealed record PartyUpdateBody(string Card) : MessageBody(LinkKind.PartyUpdate)
{
    internal static PartyUpdateBody Read(ObjectReader reader) => new(reader.Text("card", PartyCard.MaximumSize));
}

/// <summary>A renewed grant for the recipient's mailbox at the sender's broker, as the exact text of its file.</summary>
public sealed record MailboxGrantBody(string Grant) : MessageBody(LinkKind.MailboxGrant)
{
    internal static MailboxGrantBody Read(ObjectReader reader) => new(reader.Text("grant", MailboxGrant.MaximumSize));
}
