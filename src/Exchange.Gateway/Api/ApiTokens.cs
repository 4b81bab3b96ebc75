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
