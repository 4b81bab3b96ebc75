namespace Exchange.Gateway.Api;

/// <summary>Lets in who knows the token of this home.</summary>
internal sealed class TokenGate(RequestDelegate next, ApiToken token)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        if (IsOpenToAll(context.Request.Path) || IsKnown(context.Request.Headers.Authorization.ToString()))
        {
            await next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated",
            "The token of this gateway is missing or wrong. It is in the file api-token of its home.").ExecuteAsync(context);
    }

    // Everything else asks for the token, whatever routes there are and however they are spelt.
    private static bool IsOpenToAll(PathString path) => path == "/health/live" || path == "/health/ready" || path == "/openapi/v1.json";

    private bool IsKnown(string header) => header.StartsWith(Scheme, StringComparison.Ordinal) && token.Is(header[Scheme.Length..]);
}
