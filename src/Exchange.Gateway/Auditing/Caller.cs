using System.Security.Claims;

namespace Exchange.Gateway.Auditing;

/// <summary>The caller, by its token: a person that has signed in, or a machine.</summary>
/// <param name="Actor">The caller's name in our ledger: an opaque id, never a person's name.</param>
/// <param name="Roles">What the caller may do; none if it is unknown.</param>
internal sealed record Caller(string Actor, IReadOnlyList<Role> Roles)
{
    /// <summary>How the ledger's name of a person begins.</summary>
    public const string PersonActor = "user:";

    private const string UnitClaim = "unit";
    private const string ClearanceClaim = "clearance";

    public static Caller Unknown { get; } = new("unknown", []);

    /// <summary>The units within our party to which it belongs.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    public IReadOnlyList<Clearance> Clearances { get; init; } = [];

    /// <summary>True for a person that has signed in, false for the key of a machine.</summary>
    public bool IsPerson => PersonId is not null;

    /// <summary>The id of a person; null for a machine.</summary>
    public string? PersonId => PersonOf(Actor);

    public bool IsKnown => Roles.Count > 0;

    public static Caller Of(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { } actor }
            ? new(actor, Codes<Role>(user, ClaimTypes.Role))
            {
                Units = [.. user.FindAll(UnitClaim).Select(claim => claim.Value)],
                Clearances = Codes<Clearance>(user, ClearanceClaim),
            }
            : Unknown;

    /// <summary>Gives a route's handler its caller.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => new(Of(context.User));

    /// <summary>The id of the person whom our ledger names so; null for a machine.</summary>
    public static string? PersonOf(string actor) =>
        actor.StartsWith(PersonActor, StringComparison.Ordinal) ? actor[PersonActor.Length..] : null;

    public bool HasAny(IEnumerable<Role> roles) => Roles.Intersect(roles).Any();

    public ClaimsPrincipal ToPrincipal() =>
        new(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.Name, Actor),
                    .. Roles.Select(role => new Claim(ClaimTypes.Role, CodeNames<Role>.Write(role))),
                    .. Clearances.Select(clearance => new Claim(ClearanceClaim, CodeNames<Clearance>.Write(clearance))),
                    .. Units.Select(unit => new Claim(UnitClaim, unit)),
                ],
                "token"
            )
        );

    private static List<T> Codes<T>(ClaimsPrincipal user, string claim)
        where T : struct, Enum =>
        [
            .. user.FindAll(claim)
                .Select(found =>
                    CodeNames<T>.TryParse(found.Value, out var code)
                        ? code
                        : throw new InvalidOperationException($"There is no {claim} {found.Value}.")
                ),
        ];
}
