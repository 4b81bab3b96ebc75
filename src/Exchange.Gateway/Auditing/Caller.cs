using System.Security.Claims;

namespace Exchange.Gateway.Auditing;

/// <summary>The caller, by its token. Until people sign in there are two: one who works with cases, and one who audits.</summary>
/// <param name="Actor">The caller's name in our ledger.</param>
/// <param name="Role">What the caller may do; null if unknown.</param>
internal sealed record Caller(string Actor, string? Role)
{
    public const string OfficerRole = "officer";

    /// <summary>Reads the ledger and what proves it; opens no message and changes nothing.</summary>
    public const string AuditorRole = "auditor";

    public static Caller Officer { get; } = new("token", OfficerRole);

    public static Caller Auditor { get; } = new("auditor", AuditorRole);

    public static Caller Unknown { get; } = new("unknown", null);

    public static Caller Of(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { } actor } ? new(actor, user.FindFirstValue(ClaimTypes.Role)) : Unknown;

    /// <summary>Gives a route's handler its caller.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => new(Of(context.User));

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity([new(ClaimTypes.Name, Actor), new(ClaimTypes.Role, Role!)], "token"));
}
