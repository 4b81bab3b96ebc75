using Exchange.Gateway.Auditing;
using Microsoft.AspNetCore.Authorization;

namespace Exchange.Gateway.Api;

/// <summary>
/// Who may use which route: each says which roles, and one that says nothing is open to nobody. <c>rights.md</c> is the table of all.
/// </summary>
internal static class Rights
{
    /// <summary>Who may see what messages say.</summary>
    public static IReadOnlyList<Role> Content { get; } = [Role.Officer, Role.Supervisor];

    /// <summary>Who may send messages.</summary>
    public static IReadOnlyList<Role> Sending { get; } = [Role.Officer];

    public static void Add(IServiceCollection services)
    {
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = TokenAuthentication.Scheme;
            options.AddScheme<TokenAuthentication>(TokenAuthentication.Scheme, displayName: null);
        });
        // An address that does not exist is not forbidden: a known caller may learn that.
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(
                new AuthorizationPolicyBuilder()
                    .RequireAuthenticatedUser()
                    .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
                    .Build()
            );
    }

    /// <summary>Opens routes to callers who have one of these roles.</summary>
    public static TRoutes For<TRoutes>(this TRoutes routes, params IReadOnlyList<Role> roles)
        where TRoutes : IEndpointConventionBuilder
    {
        routes.RequireAuthorization(policy => policy.RequireRole(roles.Select(CodeNames<Role>.Write)));
        routes.WithMetadata(new OpenTo(roles));
        return routes;
    }

    /// <summary>Records in our ledger first what is read, if it is read in an auditor's role; and of which exchange, if it is one.</summary>
    /// <param name="what">The name of what is read.</param>
    /// <param name="always">True to record every reader, as of the entries of our ledger.</param>
    /// <param name="persons">True to record every person; of machines, which ask again and again, what they do is recorded.</param>
    public static TRoutes Recorded<TRoutes>(this TRoutes routes, string what, bool always = false, bool persons = false)
        where TRoutes : IEndpointConventionBuilder =>
        routes.WithMetadata(new Reading(what, always, persons)).AddEndpointFilter(RecordAsync);

    private static async ValueTask<object?> RecordAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (caller, metadata) = (Caller.Of(http.User), http.GetEndpoint()!.Metadata);
        var reading = metadata.GetRequiredMetadata<Reading>();
        var isAuditing = !caller.HasAny(metadata.GetRequiredMetadata<OpenTo>().Roles.Except([Role.Auditor]));
        if (reading.Always || (reading.Persons && caller.IsPerson) || isAuditing)
        {
            await http
                .RequestServices.GetRequiredService<AccessRecord>()
                .SayAsync(LedgerEvents.LedgerRead, caller, reading.What, AccessSubjects.Of(http));
        }

        return await next(context);
    }

    /// <summary>Records in our ledger first that something is searched, also if nothing is found; not what for, which may name a person.</summary>
    /// <param name="what">The name of what is searched.</param>
    /// <param name="parameter">The parameter of the query that makes a search of a list.</param>
    public static TRoutes Searched<TRoutes>(this TRoutes routes, string what, string parameter)
        where TRoutes : IEndpointConventionBuilder => routes.WithMetadata(new Searching(what, parameter)).AddEndpointFilter(RecordSearchAsync);

    private static async ValueTask<object?> RecordSearchAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var searching = http.GetEndpoint()!.Metadata.GetRequiredMetadata<Searching>();
        if ($"{http.Request.Query[searching.Parameter]}" is var words && !string.IsNullOrWhiteSpace(words))
        {
            await http
                .RequestServices.GetRequiredService<AccessRecord>()
                .SayAsync(
                    LedgerEvents.SearchMade,
                    Caller.Of(http.User),
                    searching.What,
                    searching.Parameter == "reference" ? AccessSubjects.OfReference(http, words) : null
                );
        }

        return await next(context);
    }

    /// <summary>
    /// Says that pages ask for this by themselves while they are open: it is no sign that anybody is there, and keeps no session from ending.
    /// </summary>
    public static TRoutes AskedByPages<TRoutes>(this TRoutes routes)
        where TRoutes : IEndpointConventionBuilder => routes.WithMetadata(new Unattended());

    internal sealed record Unattended;

    internal sealed record OpenTo(IReadOnlyList<Role> Roles);

    internal sealed record Reading(string What, bool Always, bool Persons);

    internal sealed record Searching(string What, string Parameter);
}
