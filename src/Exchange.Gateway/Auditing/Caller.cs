
namespace Exchange.Gateway.Auditing;

/// <summary>Who asks, by the token that was shown. Until people sign in there are two: who works with cases, and who audits.</summary>
/// <param name="Actor">As our log names it.</param>
internal sealed record Caller(string Actor)
{
    public static Caller Officer { get; } = new("token");

    /// <summary>Reads the log and what proves it; opens no message and changes nothing.</summary>
    public static Caller Auditor { get; } = new("auditor");

    /// <summary>Nobody that is known.</summary>
    public static Caller Unknown { get; } = new("unknown");

    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? Unknown;
}
