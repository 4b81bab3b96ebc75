using System.Security.Cryptography;
using System.Text;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Api;

/// <summary>The two tokens of a home, and the callers that present them.</summary>
internal sealed class ApiTokens(GatewayHome home)
{
    private readonly ApiToken _officer = ApiToken.ReadOrMake(home.ApiToken);
    private readonly ApiToken _auditor = ApiToken.ReadOrMake(home.AuditorToken);

    /// <summary>The digests of both, by the names of their files.</summary>
    public IEnumerable<(string Name, string Digest)> Digests => [("ApiToken", _officer.Digest), ("AuditorToken", _auditor.Digest)];

    public Caller? CallerOf(string token)
    {
        // Both are always compared, so that the time does not show which one matched.
        var (isOfficer, isAuditor) = (_officer.Is(token), _auditor.Is(token));
        if (isOfficer)
            return Caller.Officer;
        return isAuditor ? Caller.Auditor : null;
    }
}

/// <summary>A token of this home, as its digest. The file is made at the first start; only its owner can read it.</summary>
internal sealed class ApiToken
{
    private const int Shortest = 32;

    private readonly byte[] _digest;

    private ApiToken(string token) => _digest = DigestOf(token);

    /// <exception cref="UnsafeSettingException">Others may read the file, or the token is too short.</exception>
    public static ApiToken ReadOrMake(string path)
    {
        if (!File.Exists(path))
            OwnFile.Create(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n");
        PrivateFile.RefuseIfShared(path);
        var token = File.ReadAllText(path).Trim();
        return token.Length >= Shortest
            ? new(token)
            : throw new UnsafeSettingException($"The token in {path} is shorter than {Shortest} characters. Remove the file: the gateway creates a new one.");
    }

    /// <summary>SHA-256 of the token, which shows that it was changed: 32 random bytes cannot be guessed from it.</summary>
    public string Digest => Convert.ToHexStringLower(_digest);

    public bool Is(string token) => CryptographicOperations.FixedTimeEquals(DigestOf(token), _digest);

    private static byte[] DigestOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
