using System.Security.Claims;

namespace Exchange.Gateway.Auditing;

/// <summary>The caller, by its token: a person that has signed in, or a machine.</summary>
/// <param name="Actor">The caller's name in our ledger: an opaque id, never a person's name.</param>
/// <param name="Roles">What the caller may do; none if it is unknown.</param>
internal sealed record Caller(string Actor, IReadOnlyList<Role> Roles)
{
    private const string UnitClaim = "unit";
    private const string ClearanceClaim = "clearance";

    public static Caller Unknown { get; } = new("unknown", []);

    /// <summary>The unit within our party; null for one that belongs to none.</summary>
    public string? Unit { get; init; }

    public IReadOnlyList<Clearance> Clearances { get; init; } = [];

    /// <summary>True for a person that has signed in, false for the key of a machine.</summary>
    public bool IsPerson => Actor.StartsWith("user:", StringComparison.Ordinal);

    public bool IsKnown => Roles.Count > 0;

    public static Caller Of(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } actor }
        ? new(actor, Codes<Role>(user, ClaimTypes.Role)) { Unit = user.FindFirstValue(UnitClaim), Clearances = Codes<Clearance>(user, ClearanceClaim) }
        : Unknown;

    /// <summary>Gives a route's handler its caller.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => new(Of(context.User));

    public bool HasAny(IEnumerable<Role> roles) => Roles.Intersect(roles).Any();

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, Actor),
            .. Roles.Select(role => new Claim(ClaimTypes.Role, CodeNames<Role>.Write(role))),
            .. Clearances.Select(clearance => new Claim(ClearanceClaim, CodeNames<Clearance>.Write(clearance))),
            .. Unit is null ? [] : new[] { new Claim(UnitClaim, Unit) },
        ], "token"));

    private static List<T> Codes<T>(ClaimsPrincipal user, string claim) where T : struct, Enum =>
        [.. user.FindAll(claim).Select(found => CodeNames<T>.TryParse(found.Value, out var code) ? code : throw new InvalidOperationException($"There is no {claim} {found.Value}."))];
}
