namespace Exchange.Sealing.Keys;

/// <summary>The purpose of a key, which gives the name of its file.</summary>
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

    /// <summary>
    /// The party's own authority, if it uses no other (EC P-256). Issues certificates; a running gateway does not need it.
    /// </summary>
    Authority,
}

/// <summary>Names of key files: purpose and generation.</summary>
public static class KeyFileNames
{
    /// <summary>The file of one generation, such as <c>signing-1.pem</c>; <c>*</c> matches all.</summary>
    public static string FileName(this KeyPurpose purpose, string generation) =>
        purpose switch
        {
            KeyPurpose.Signing => $"signing-{generation}.pem",
            KeyPurpose.Encryption => $"encryption-{generation}.pem",
            KeyPurpose.Kem => $"kem-{generation}.pem",
            KeyPurpose.Client => $"client-{generation}.pem",
            KeyPurpose.LogEd25519 => $"log-ed25519-{generation}.pem",
            KeyPurpose.LogMlDsa44 => $"log-ml-dsa-44-{generation}.pem",
            KeyPurpose.Witness => $"witness-ml-dsa-44-{generation}.pem",
            KeyPurpose.Authority => $"authority-{generation}.pem",
            _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
        };
}
