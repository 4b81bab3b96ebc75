namespace Exchange.Sealing.Issuing;

/// <summary>The public part of a new party's keys. All members except the note keys are PEM.</summary>
public abstract record NewKeys
{
    /// <summary>Unencrypted PKCS#8, for the broker.</summary>
    public required string BrokerKey { get; init; }

    public required NoteKey LogEd25519 { get; init; }
    public required NoteKey LogMlDsa44 { get; init; }
    public required NoteKey Witness { get; init; }

    public sealed override string ToString() => "the public part of a party's keys";

    /// <summary>The public part of an <see cref="INoteKey"/>: its C2SP signature type, and the raw key.</summary>
    public sealed record NoteKey(byte Algorithm, ReadOnlyMemory<byte> PublicKey);
}

/// <summary>The keys and certificates from which a card is made.</summary>
public sealed record FoundedParty : NewKeys
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

    /// <summary>Certificate and key (unencrypted PKCS#8) of the API on TCP; null without TCP.</summary>
    public (string Certificate, string Key)? Api { get; init; }
}

/// <summary>The requests for certification by another authority.</summary>
public sealed record PartyRequests : NewKeys
{
    /// <summary>PKCS#10 requests (RFC 2986): subject CN = party, C = country.</summary>
    public required string Signing { get; init; }

    /// <inheritdoc cref="Signing"/>
    public required string Encryption { get; init; }

    /// <inheritdoc cref="Signing"/>
    public required string Client { get; init; }

    /// <summary>PKCS#10 request for the broker, with its name as subject alternative name.</summary>
    public required string Broker { get; init; }

    /// <summary>SubjectPublicKeyInfo of the ML-KEM key, because a KEM key cannot sign a request.</summary>
    public required string KemPublicKey { get; init; }
}
