using Scalar.AspNetCore;

namespace Exchange.Gateway.Api;

/// <summary>
/// The API's document as a page to read (Scalar). Its script comes from this program and asks nothing of another host. It writes its styles
/// as it runs, so these pages alone allow inline styles; inline script runs only with the nonce of its answer.
/// </summary>
internal static class ReferencePage
{
    private const string Policy =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self'";

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapScalarApiReference("/reference", options =>
        {
            options.WithTitle("Exchange gateway").WithNonce();
            (options.Telemetry, options.DefaultFonts, options.HideClientButton) = (false, false, true);
            (options.ShowDeveloperTools, options.OperationTitleSource, options.DynamicBaseServerUrl) = (
                DeveloperToolsVisibility.Never,
                OperationTitleSource.Path,
                true
            );
            (options.Agent, options.Mcp) = (new() { Disabled = true }, new() { Disabled = true });
        });
        pages.AllowAnonymous().Add(Guard);
    }

    private static void Guard(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            context.Response.OnStarting(() =>
            {
                var nonce = context.Items[ScalarOptions.NonceHttpContextItemKey] is string given ? $" 'nonce-{given}'" : "";
                context.Response.Headers.ContentSecurityPolicy = Policy + nonce;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return Task.CompletedTask;
            });
            return next(context);
        };
    }
}
