using System.Data.Common;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;
using Microsoft.AspNetCore.Authentication;

namespace Exchange.Gateway.Api;

/// <summary>
/// Authenticates a caller by the token of a session or the key of a machine (RFC 6750), or without one by the certificate that a machine
/// has shown in TLS, and records who is denied access.
/// </summary>
internal sealed class TokenAuthentication(Callers callers, AccessRecord record, ILogger<TokenAuthentication> logger)
    : IAuthenticationHandler
{
    public const string Scheme = "Bearer";

    // The case of the scheme does not matter (RFC 9110, section 11.1).
    private const string Prefix = "bearer ";

    private HttpContext _context = null!;
    private bool _isDatabaseDown;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    /// <summary>The token that a request presents; null for none.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim(' ') : null;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        try
        {
            return Task.FromResult(
                Find() is { } caller
                    ? AuthenticateResult.Success(new(caller.ToPrincipal(), Scheme))
                    : AuthenticateResult.NoResult()
            );
        }
        catch (DbException exception)
        {
            // What needs no caller still answers, as whether the gateway is ready.
            logger.LogError("Nobody can be authenticated, because the database cannot be read: {Reason}", exception.Message);
            _isDatabaseDown = true;
            return Task.FromResult(AuthenticateResult.Fail(exception));
        }
    }

    private Caller? Find() =>
        TokenOf(_context.Request) is { } token
            ? callers.Of(token, isUse: _context.GetEndpoint()?.Metadata.GetMetadata<Rights.Unattended>() is null)
        : _context.Connection.ClientCertificate is { } certificate ? callers.Of(certificate)
        : null;

    public async Task ChallengeAsync(AuthenticationProperties? properties)
    {
        if (_isDatabaseDown)
        {
            await Problems
                .Of(
                    StatusCodes.Status503ServiceUnavailable,
                    "database-unavailable",
                    $"The database cannot be read, so it is not known who asks.{Problems.NothingStored(_context)}"
                )
                .ExecuteAsync(_context);
            return;
        }

        await record.SayAsync(LedgerEvents.AccessDenied, Caller.Unknown, "unauthenticated");
        _context.Response.Headers.WWWAuthenticate = Scheme;
        await Problems
            .Of(
                StatusCodes.Status401Unauthorized,
                "unauthenticated",
                "The token is missing, wrong or of a session that has ended. Sign in, or present a key or a valid certificate that this "
                    + "gateway knows."
            )
            .ExecuteAsync(_context);
    }

    public async Task ForbidAsync(AuthenticationProperties? properties)
    {
        await record.SayAsync(LedgerEvents.AccessDenied, Caller.Of(_context.User), "forbidden", AccessSubjects.Of(_context));
        await Problems
            .Of(
                StatusCodes.Status403Forbidden,
                "forbidden",
                $"This needs another role than yours: {Needed()}. Nothing was done. An administrator says who has which role."
            )
            .ExecuteAsync(_context);
    }

    private string Needed() =>
        _context.GetEndpoint()?.Metadata.GetMetadata<Rights.OpenTo>() is { } open
            ? string.Join(" or ", open.Roles.Select(CodeNames<Role>.Write))
            : "none has it";
}
