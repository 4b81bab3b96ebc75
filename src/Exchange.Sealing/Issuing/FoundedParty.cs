using Exchange.Sealing.Keys;

namespace Exchange.Sealing.Issuing;

/// <summary>The public side of a party's first keys: what its card is made of. All members are PEM, but the note keys.</summary>
public sealed record FoundedParty
{
    public required string Authorities { get; init; }

    public required string Crls { get; init; }

    public required string Signing { get; init; }

    public required string Encryption { get; init; }

    public required string Kem { get; init; }

    /// <summary>PKCS#10 request for the client key.</summary>
    public required string ClientRequest { get; init; }

    /// <summary>Certificate of the client key for the party's own broker.</summary>
    public required string OwnClient { get; init; }

    public required string BrokerCertificate { get; init; }

    /// <summary>PKCS#8 without protection, for the broker.</summary>
    public required string BrokerKey { get; init; }

    /// <summary>Certificate and key (PKCS#8 without protection) of the API on TCP; null if it has none.</summary>
    public (string Certificate, string Key)? Api { get; init; }

    public required NoteKey LogEd25519 { get; init; }

    public required NoteKey LogMlDsa44 { get; init; }

    public required NoteKey Witness { get; init; }

    public override string ToString() => "the public side of a party's keys";

    /// <summary>The public side of an <see cref="INoteKey"/>.</summary>
    /// <param name="Algorithm">C2SP signature type.</param>
    /// <param name="PublicKey">Raw.</param>
    public sealed record NoteKey(byte Algorithm, ReadOnlyMemory<byte> PublicKey);
}
