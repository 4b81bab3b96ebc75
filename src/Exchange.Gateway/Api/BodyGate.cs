using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Exchange.Gateway.Api;

/// <summary>
/// Refuses a body that is larger than what may be submitted, after it has been read: the server alone would close the connection, and a
/// client that is still sending would not see the reason.
/// </summary>
internal sealed class BodyGate(RequestDelegate next)
{
    // Beyond it nobody waits for the end.
    private const int LargestRead = 32 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (> Submission.MaximumSize and <= LargestRead) || !TakesJson(context.GetEndpoint()))
        {
            await next(context);
            return;
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LargestRead;
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        await Problems.TooLarge.ExecuteAsync(context);
    }

    private static bool TakesJson(Endpoint? route) =>
        route?.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepts && accepts.ContentTypes.Contains(Routes.Json);
}
