namespace Exchange.Sealing.Keys;

/// <summary>What a key is for, and so the name of its file.</summary>
public enum KeyPurpose
{
    /// <summary>Signs messages (EC P-256).</summary>
    Signing,

    /// <summary>Opens the inner seal (EC P-256).</summary>
    Encryption,

    /// <summary>Opens the outer seal (ML-KEM-768).</summary>
    Kem,

    /// <summary>Logs in to brokers (EC P-256).</summary>
    Client,

    LogEd25519,

    LogMlDsa44,

    /// <summary>Cosigns counterparts' logs (ML-DSA-44).</summary>
    Witness,

    /// <summary>The party's own authority, where it has no other (EC P-256). Used to issue, never to run.</summary>
    Authority,
}
