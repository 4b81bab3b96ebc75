using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Parties;

/// <summary>How a party reaches its mailbox at a counterpart's broker (border protocol, section 1). Nothing in it is secret.</summary>
public sealed record MailboxGrant
{
    /// <summary>Largest grant, in bytes.</summary>
    public const int MaximumSize = 64 * 1024;

    /// <summary>Who may deliver.</summary>
    public required PartyName For { get; init; }

    /// <summary>Whose mailbox it is.</summary>
    public required PartyName At { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>The name that the broker's certificate must have.</summary>
    public required string TlsName { get; init; }

    /// <summary>CA certificates (PEM) of the broker's TLS.</summary>
    public required string Authorities { get; init; }

    /// <summary>Chain (PEM, leaf first) of the deliverer's client key, certified by the mailbox owner's CA.</summary>
    public required string Certificate { get; init; }

    /// <summary>Reads a grant strictly.</summary>
    public static ReadResult<MailboxGrant> Read(ReadOnlyMemory<byte> json) => json.Length > MaximumSize
        ? ReadResult<MailboxGrant>.Of(null, [new(ReceiptCode.NotStrictJson, "", $"The grant is larger than {MaximumSize} bytes.")])
        : StrictJson.Read(json, Read);

    private static MailboxGrant Read(ObjectReader reader) => new()
    {
        For = Party(reader, "for"),
        At = Party(reader, "at"),
        Host = reader.Text("host", 253),
        Port = (int)reader.Integer("port", 1, 65535),
        TlsName = reader.Text("tlsName", 253),
        Authorities = reader.Text("authorities", MaximumSize),
        Certificate = reader.Text("certificate", MaximumSize),
    };

    private static PartyName Party(ObjectReader reader, string member) =>
        reader.Parsed(member, "a party's name", null!, (string text, out PartyName name) => PartyName.TryParse(text, out name!));
}
