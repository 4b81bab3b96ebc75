namespace Exchange.Desk.Security;

/// <summary>What every answer says to the browser: nothing from elsewhere, no script, no frame, no page kept.</summary>
internal static class SafeHeaders
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>For a page with the desk's own script: nothing but its file runs, and it speaks to the desk alone.</summary>
    public static void AllowOwnScript(HttpResponse response) =>
        response.Headers.ContentSecurityPolicy = $"{Policy}; script-src 'self'; connect-src 'self'";

    public static IApplicationBuilder UseSafeHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
                context.Response.OnStarting(() =>
                {
                    // A file whose name has the digest of its bytes, or a font with its version; it says nothing of a case.
                    if (IsFont(context))
                        headers.CacheControl = "max-age=31536000, immutable";
                    if (!headers.CacheControl.ToString().Contains("immutable", StringComparison.Ordinal))
                        headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );

    // More than half of what a first page weighs.
    private static bool IsFont(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status200OK
        && context.Request.Query.ContainsKey("v")
        && context.Request.Path.Value?.EndsWith(".woff2", StringComparison.Ordinal) == true;
}
