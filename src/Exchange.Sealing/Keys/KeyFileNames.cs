namespace Exchange.Sealing.Keys;

/// <summary>Names of key files: purpose and generation.</summary>
public static class KeyFileNames
{
    /// <summary>The file of one generation, such as <c>signing-1.pem</c>; <c>*</c> matches all.</summary>
    public static string FileName(this KeyPurpose purpose, string generation) => purpose switch
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
