using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Parties;

/// <summary>How a party reaches its mailbox at a counterpart's broker (border protocol, section 1). Nothing in it is secret.</summary>
public sealed record MailboxGrant
{
    /// <summary>Largest grant, in bytes.</summary>
    public const int MaximumSize = 64 * 1024;

    /// <summary>The party that may deliver.</summary>
    public required PartyName For { get; init; }

    /// <summary>The owner of the mailbox.</summary>
    public required PartyName At { get; init; }

    public required string Host { get; init; }
    public required int Port { get; init; }

    /// <summary>The name in the broker's certificate.</summary>
    public required string TlsName { get; init; }

    /// <summary>CA certificates (PEM) of the broker's TLS.</summary>
    public required string Authorities { get; init; }

    /// <summary>Chain (PEM, leaf first) of the client key of <see cref="For"/>, certified by the CA of <see cref="At"/>.</summary>
    public required string Certificate { get; init; }

    /// <summary>Reads a grant strictly.</summary>
    public static ReadResult<MailboxGrant> Read(ReadOnlyMemory<byte> json) =>
        json.Length > MaximumSize
            ? ReadResult<MailboxGrant>.Of(null, [new(ReceiptCode.NotStrictJson, "", $"The grant is larger than {MaximumSize} bytes.")])
            : StrictJson.Read(json, Read);

    private static MailboxGrant Read(ObjectReader reader) =>
        new()
        {
            For = reader.Party("for"),
            At = reader.Party("at"),
            Host = reader.Text("host", 253),
            Port = (int)reader.Integer("port", 1, 65535),
            TlsName = reader.Text("tlsName", 253),
            Authorities = reader.Text("authorities", MaximumSize),
            Certificate = reader.Text("certificate", MaximumSize),
        };
}
