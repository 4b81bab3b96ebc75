using Exchange.Gateway.Auditing;
using Exchange.Protocol.Life;

namespace Exchange.Gateway.Api;

/// <summary>Lets in who knows a token of this home, and names the caller.</summary>
internal sealed class TokenGate(RequestDelegate next, ApiTokens tokens, AccessRecord record)
{
    // The scheme is written in any case (RFC 9110, section 11.1).
    private const string Scheme = "bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        if (CallerOf(context.Request.Headers.Authorization.ToString()) is { } caller)
        {
            context.Features.Set(caller);
        }
        else if (!IsOpenToAll(context.Request.Path))
        {
            await DenyAsync(context);
            return;
        }

        await next(context);
    }

    private async Task DenyAsync(HttpContext context)
    {
        await record.SayAsync(LedgerEvents.AccessDenied, Caller.Unknown, "unauthenticated");
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated",
            "The token of this gateway is missing or wrong. It is in the file api-token of its home.").ExecuteAsync(context);
    }

    // Everything else asks for the token, whatever routes there are and however they are spelt.
    private static bool IsOpenToAll(PathString path) => path == "/health/live" || path == "/health/ready" || path == "/openapi/v1.json";

    private Caller? CallerOf(string header) => header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? tokens.CallerOf(header[Scheme.Length..].Trim(' ')) : null;
}
