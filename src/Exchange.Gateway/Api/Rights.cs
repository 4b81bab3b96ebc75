using Exchange.Gateway.Auditing;
using Microsoft.AspNetCore.Authorization;

namespace Exchange.Gateway.Api;

/// <summary>Who may use which route; by default, only officers.</summary>
internal static class Rights
{
    private const string Audit = "audit";

    public static void Add(IServiceCollection services)
    {
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = TokenAuthentication.Scheme;
            options.AddScheme<TokenAuthentication>(TokenAuthentication.Scheme, displayName: null);
        });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(MayUse).Build())
            .AddPolicy(Audit, policy => policy.RequireRole(Caller.OfficerRole, Caller.AuditorRole));
    }

    /// <summary>Opens routes to auditors too.</summary>
    /// <param name="reads">What is read: an auditor's access is recorded under this name first; null if another entry records it.</param>
    /// <param name="recordsAll">True if officers are recorded too, as for the entries of our ledger.</param>
    public static TRoutes OpenToAuditors<TRoutes>(this TRoutes routes, string? reads = null, bool recordsAll = false) where TRoutes : IEndpointConventionBuilder
    {
        routes.RequireAuthorization(Audit);
        return reads is null ? routes : routes.WithMetadata(new Reading(reads, recordsAll)).AddEndpointFilter(RecordAsync);
    }

    // An address that does not exist is not forbidden: a known caller may learn that.
    private static bool MayUse(AuthorizationHandlerContext context) =>
        context.User.IsInRole(Caller.OfficerRole) || (context.Resource is HttpContext http && http.GetEndpoint() is null);

    private static async ValueTask<object?> RecordAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (caller, reading) = (Caller.Of(http.User), http.GetEndpoint()!.Metadata.GetRequiredMetadata<Reading>());
        if (reading.RecordsAll || caller.Role == Caller.AuditorRole)
            await http.RequestServices.GetRequiredService<AccessRecord>().SayAsync(LedgerEvents.LedgerRead, caller, reading.What);
        return await next(context);
    }

    internal sealed record Reading(string What, bool RecordsAll);
}
