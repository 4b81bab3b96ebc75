namespace Exchange.Sealing.Issuing;

/// <summary>The public side of a new party's keys, for an authority elsewhere to certify. PEM, but the note keys.</summary>
public sealed record PartyRequests
{
    /// <summary>PKCS#10 requests (RFC 2986): subject CN = party, C = country.</summary>
    public required string Signing { get; init; }

    /// <inheritdoc cref="Signing"/>
    public required string Encryption { get; init; }

    /// <inheritdoc cref="Signing"/>
    public required string Client { get; init; }

    /// <summary>PKCS#10 request for the broker, with its name as subject alternative name.</summary>
    public required string Broker { get; init; }

    /// <summary>SubjectPublicKeyInfo of the ML-KEM key: such a key cannot sign a request.</summary>
    public required string KemPublicKey { get; init; }

    /// <summary>PKCS#8 without protection, for the broker.</summary>
    public required string BrokerKey { get; init; }

    public required FoundedParty.NoteKey LogEd25519 { get; init; }

    public required FoundedParty.NoteKey LogMlDsa44 { get; init; }

    public required FoundedParty.NoteKey Witness { get; init; }

    public override string ToString() => "the public side of a party's keys";
}
