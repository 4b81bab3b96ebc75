using Exchange.Gateway.Auditing;
using Microsoft.AspNetCore.Authentication;

namespace Exchange.Gateway.Api;

/// <summary>Authenticates a caller by a token of this home (RFC 6750), and records who is denied access.</summary>
internal sealed class TokenAuthentication(ApiTokens tokens, AccessRecord record) : IAuthenticationHandler
{
    public const string Scheme = "Bearer";

    // The case of the scheme does not matter (RFC 9110, section 11.1).
    private const string Prefix = "bearer ";

    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        var header = _context.Request.Headers.Authorization.ToString();
        return Task.FromResult(header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && tokens.CallerOf(header[Prefix.Length..].Trim(' ')) is { } caller
            ? AuthenticateResult.Success(new(caller.ToPrincipal(), Scheme))
            : AuthenticateResult.NoResult());
    }

    public async Task ChallengeAsync(AuthenticationProperties? properties)
    {
        await record.SayAsync(LedgerEvents.AccessDenied, Caller.Unknown, "unauthenticated");
        _context.Response.Headers.WWWAuthenticate = Scheme;
        await Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated",
            "The token of this gateway is missing or wrong. It is in the file api-token of its home.").ExecuteAsync(_context);
    }

    public async Task ForbidAsync(AuthenticationProperties? properties)
    {
        await record.SayAsync(LedgerEvents.AccessDenied, Caller.Of(_context.User), "forbidden");
        await Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
            $"This needs another role than yours: {Needed()}. Nothing was done. An administrator says who has which role.").ExecuteAsync(_context);
    }

    private string Needed() =>
        _context.GetEndpoint()?.Metadata.GetMetadata<Rights.OpenTo>() is { } open ? string.Join(" or ", open.Roles.Select(CodeNames<Role>.Write)) : "none has it";
}
