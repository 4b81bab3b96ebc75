using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace Exchange.Desk.Security;

/// <summary>How often the desk may be asked: by address, so that one cannot use up what the gateway lets the whole desk try.</summary>
internal static class Limits
{
    /// <summary>Sign-ins and enrolments a minute from one address.</summary>
    public const int Attempts = 30;

    /// <summary>Requests a minute from one address, all together.</summary>
    public const int Requests = 1200;

    /// <summary>
    /// Bytes of a request: the largest message as the fields of its form, of which each has a name and a header of its own.
    /// </summary>
    public const int LargestBody = 8 * Submission.MaximumSize;

    /// <summary>
    /// Bytes of a request that brings a counterpart's export, with what a form adds to it. Only who is signed in may send so much.
    /// </summary>
    public const int LargestExport = ComparisonView.LargestZip + 65536;

    private const string Problem = "/problem";
    private const string News = "/news";
    private const string Comparison = "/ledger/compare";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void Add(IServiceCollection services) =>
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                // What open pages ask by themselves takes nothing from what people do.
                PartitionedRateLimiter.Create<HttpContext, string>(context =>
                    Of(context, context.Request.Path == News ? "news" : "all", Requests)
                ),
                PartitionedRateLimiter.Create<HttpContext, string>(context =>
                    IsAttempt(context.Request) ? Of(context, "attempt", Attempts) : RateLimitPartition.GetNoLimiter("")
                )
            );
            options.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(
                    CultureInfo.InvariantCulture
                );
                return ValueTask.CompletedTask;
            };
        });

    /// <summary>Refuses what says of itself that it is too large, with a page; the server refuses what does not say it.</summary>
    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var most = LargestBody;
                if (context.Request.Path == Comparison && (await context.AuthenticateAsync()).Succeeded)
                    context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = most = LargestExport;
                // The page that says so is made by asking again within the same request.
                if (context.Request.ContentLength is not { } length || length <= most || context.Request.Path == Problem)
                {
                    await next(context);
                    return;
                }

                // Else the server would close the connection, and a browser that is still sending would not see the reason.
                context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            }
        );

    private static RateLimitPartition<string> Of(HttpContext context, string what, int most) =>
        context.Request.Path == Problem
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter($"{what} {context.Connection.RemoteIpAddress}", _ =>
                new() { PermitLimit = most, Window = Window }
            );

    private static bool IsAttempt(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && (request.Path.StartsWithSegments("/sign-in") || request.Path.StartsWithSegments("/enrol"));
}
