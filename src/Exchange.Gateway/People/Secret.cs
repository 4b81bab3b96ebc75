using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Exchange.Gateway.People;

/// <summary>
/// Secrets that are shown once: whoever reads the database finds only their hashes, from which 160 random bits and more cannot be guessed.
/// </summary>
internal static class Secret
{
    private const int TokenSize = 32;
    private const int CodeSize = 20;
    private const int CodeGroup = 4;

    /// <summary>A token of a session or a machine: 256 random bits.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenSize));

    /// <summary>A code that a person types once: 160 random bits in groups of four characters.</summary>
    public static string NewCode() =>
        string.Join('-', Base32.Write(RandomNumberGenerator.GetBytes(CodeSize)).Chunk(CodeGroup).Select(group => new string(group)));

    public static string HashOfToken(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Digest of the certificate (DER) that a machine shows. No token has such a hash, for it has a prefix.</summary>
    public static string HashOf(X509Certificate2 certificate) => Digest.Of(certificate.RawData).ToString();

    /// <summary>The digest of a certificate; null for the hash of a token.</summary>
    public static string? CertificateOf(string hash) => Digest.TryParse(hash, out _) ? hash : null;

    /// <summary>The same for every way to type the code; null if it is none.</summary>
    public static string? HashOfCode(string code) =>
        Base32.TryRead(code, out var bytes) && bytes.Length == CodeSize ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : null;
}
