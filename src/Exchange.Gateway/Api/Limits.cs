using System.Globalization;
using System.Threading.RateLimiting;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Api;

/// <summary>
/// How often the API may be asked for what is dear: each attempt without a caller costs a password hash, each content a decryption and an
/// entry in the ledger, each search a reading of many rows. One caller, or one address, uses up its own share alone.
/// </summary>
internal static class Limits
{
    /// <summary>The routes that need no caller: by address, 60 a minute; all that come over the socket count as one.</summary>
    public const string Attempts = "attempts";

    /// <summary>The content of messages: by caller, 600 at once and 300 a minute then.</summary>
    public const string Content = "content";

    /// <summary>Searches, in which many rows are read: by caller, 60 at once and 60 a minute then.</summary>
    public const string Search = "search";

    public const int AttemptsPerMinute = 60;
    public const int ContentsAtOnce = 600;
    public const int SearchesAtOnce = 60;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(10);

    public static void Add(IServiceCollection services) =>
        services.AddRateLimiter(options =>
        {
            options.AddPolicy(Attempts, context =>
                RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "socket", _ =>
                    new() { PermitLimit = AttemptsPerMinute, Window = Window }
                )
            );
            options.AddPolicy(Content, context => OfCaller(context, ContentsAtOnce, 50));
            options.AddPolicy(Search, context => OfCaller(context, SearchesAtOnce, 10));
            options.OnRejected = async (rejected, _) =>
            {
                var after = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                    ? (int)Math.Ceiling(wait.TotalSeconds)
                    : (int)Window.TotalSeconds;
                rejected.HttpContext.Response.Headers.RetryAfter = after.ToString(CultureInfo.InvariantCulture);
                await Problems
                    .Of(
                        StatusCodes.Status429TooManyRequests,
                        "too-often",
                        FormattableString.Invariant(
                            $"There were too many requests like this from you. Nothing was done. Try again in {after} s."
                        )
                    )
                    .ExecuteAsync(rejected.HttpContext);
            };
        });

    private static RateLimitPartition<string> OfCaller(HttpContext context, int atOnce, int perRefill) =>
        RateLimitPartition.GetTokenBucketLimiter(Caller.Of(context.User).Actor, _ => new()
        {
            TokenLimit = atOnce,
            TokensPerPeriod = perRefill,
            ReplenishmentPeriod = Refill,
        });
}
