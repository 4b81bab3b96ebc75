using System.Security.Cryptography;
using System.Text;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Api;

/// <summary>The two tokens of a home, and who shows them.</summary>
internal sealed class ApiTokens(GatewayHome home)
{
    private readonly ApiToken _officer = ApiToken.ReadOrMake(home.ApiToken);
    private readonly ApiToken _auditor = ApiToken.ReadOrMake(home.AuditorToken);

    /// <summary>The digests of both, by the names of their files.</summary>
    public IEnumerable<(string Name, string Digest)> Digests => [("ApiToken", _officer.Digest), ("AuditorToken", _auditor.Digest)];

    public Caller? CallerOf(string token)
    {
        // Both are always compared, so that time does not tell which one was near.
        var (isOfficer, isAuditor) = (_officer.Is(token), _auditor.Is(token));
        if (isOfficer)
            return Caller.Officer;
        return isAuditor ? Caller.Auditor : null;
    }
}

/// <summary>The token of this home, as its digest. The file is made at the first start, for its owner alone.</summary>
internal sealed class ApiToken
{
    private const int Shortest = 32;

    private readonly byte[] _digest;

    private ApiToken(string token) => _digest = DigestOf(token);

    /// <exception cref="UnsafeSettingException">Others may read the file, or it holds too little.</exception>
    public static ApiToken ReadOrMake(string path)
    {
        if (!File.Exists(path))
            OwnFile.Create(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n");
        PrivateFile.RefuseIfShared(path);
        var token = File.ReadAllText(path).Trim();
        return token.Length >= Shortest
            ? new(token)
            : throw new UnsafeSettingException($"The token in {path} is shorter than {Shortest} characters. Remove the file: the gateway makes a new one.");
    }

    /// <summary>SHA-256 of it, by which another one is known: 32 random bytes are not guessed from it.</summary>
    public string Digest => Convert.ToHexStringLower(_digest);

    public bool Is(string token) => CryptographicOperations.FixedTimeEquals(DigestOf(token), _digest);

    private static byte[] DigestOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
