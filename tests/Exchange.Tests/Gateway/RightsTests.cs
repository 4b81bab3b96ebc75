using System.Text;
using Exchange.Gateway.Api;
using Exchange.Gateway.Auditing;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Exchange.Tests.Gateway;

/// <summary>Who may use which route: the committed table, and what the running program does.</summary>
internal sealed class RightsTests
{
    private static readonly string Committed = Path.Combine(Repository.Root, "src", "Exchange.Gateway", "Api", "rights.md");

    // What answers without a caller: it tells nothing of cases or links.
    private static readonly string[] Anonymous =
    [
        "/health/live",
        "/health/ready",
        "/openapi/{documentName}.json",
        "/reference/{documentName?}",
        "/reference/scalar.js",
        "/reference/scalar.aspnetcore.js",
        "/reference/favicon.svg",
        "/api/v1/sessions",
        "/api/v1/sessions/openid-connect",
        "/api/v1/sessions/passkey",
        "/api/v1/sessions/passkey/challenge",
        "/api/v1/sessions/ways",
        "/api/v1/enrolments",
    ];

    private TestGateway _gateway = null!;

    private IEnumerable<RouteEndpoint> Routes => _gateway.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [OneTimeSetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start();
        using var client = await _gateway.ListenAsync(token: null);
    }

    [OneTimeTearDown]
    public async Task End() => await _gateway.DisposeAsync();

    /// <summary>
    /// After a wanted change: <c>EXCHANGE_RENEW=rights dotnet test tests/Exchange.Tests --filter RightsTests</c>, and read the difference.
    /// </summary>
    [Test]
    public void The_page_about_rights_is_what_the_routes_say()
    {
        var page = Page();
        if (Environment.GetEnvironmentVariable("EXCHANGE_RENEW") == "rights")
            File.WriteAllText(Committed, page);
        page.ShouldBe(File.ReadAllText(Committed));
    }

    [Test]
    public void Every_route_says_once_for_which_roles_it_is()
    {
        foreach (var route in Routes)
        {
            var expected = Anonymous.Contains(route.RoutePattern.RawText) ? 0 : 1;
            route.Metadata.OfType<Rights.OpenTo>().Count().ShouldBe(expected, NameOf(route));
            route.Metadata.OfType<IAllowAnonymous>().Any().ShouldBe(expected == 0, NameOf(route));
        }
    }

    [Test]
    public async Task Each_role_may_use_exactly_the_routes_of_the_committed_table([Values] Role role)
    {
        var table = File.ReadLines(Committed)
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2 + (int)role] == "yes");
        using var client = await _gateway.ListenAsync(await _gateway.KeyAsync(role));
        foreach (var route in Routes.Where(route => !Anonymous.Contains(route.RoutePattern.RawText)))
        {
            using var request = new HttpRequestMessage(new(MethodOf(route)), new Uri(PathOf(route), UriKind.Relative));
            using var answer = await client.SendAsync(request);
            // By its code: what is not allowed is told before anything is looked up, and as nothing else is.
            var isDenied = (await answer.Content.ReadAsStringAsync()).Contains("\"code\":\"forbidden\"", StringComparison.Ordinal);
            isDenied.ShouldBe(!table[NameOf(route)], $"{role}: {NameOf(route)} gave {answer.StatusCode}");
        }
    }

    [Test]
    public async Task A_route_that_says_nothing_is_for_nobody()
    {
        var silent = new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/v1/forgotten"), 0, null, null);
        foreach (var role in Enum.GetValues<Role>())
            (await IsAllowedAsync(silent, role)).ShouldBeFalse(role.ToString());
    }

    private async Task<bool> IsAllowedAsync(RouteEndpoint route, Role role)
    {
        var metadata = route.Metadata;
        var policies = _gateway.Part<IAuthorizationPolicyProvider>();
        var policy = await AuthorizationPolicy.CombineAsync(
            policies,
            metadata.OfType<IAuthorizeData>(),
            metadata.OfType<AuthorizationPolicy>()
        ) ?? await policies.GetFallbackPolicyAsync();
        var context = new DefaultHttpContext();
        context.SetEndpoint(route);
        return (
            await _gateway
                .Part<IAuthorizationService>()
                .AuthorizeAsync(new Caller("token", [role]).ToPrincipal(), context, policy.ShouldNotBeNull())
        ).Succeeded;
    }

    // Something that has the form of each part of the route.
    internal static string PathOf(RouteEndpoint route) =>
        string.Join(
            '/',
            route
                .RoutePattern.PathSegments.Select(segment =>
                    segment.Parts[0] switch
                    {
                        RoutePatternLiteralPart literal => literal.Content,
                        RoutePatternParameterPart { Name: "id" } => Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString(),
                        RoutePatternParameterPart { Name: "index" or "size" } => "0",
                        RoutePatternParameterPart { Name: "party" } => "THA",
                        _ => "x",
                    }
                )
                .Prepend("")
        );

    private string Page()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Who may use which route

            One row per route of the API, one column per role. A caller with several roles may do what any of them may. *Read on record*: reading is a ledger entry first, for who reads as an auditor alone, for people and auditors, or for everyone. What a message says is for officers and supervisors; an auditor gets evidence without it. This page is generated from `Routes.cs`.


            """.ReplaceLineEndings("\n")
        );
        var roles = Enum.GetValues<Role>();
        page.Append($"| route | {string.Join(" | ", roles.Select(CodeNames<Role>.Write))} | read on record |\n");
        page.Append($"|---|{string.Concat(roles.Select(_ => "---|"))}---|\n");
        foreach (
            var route in Routes
                .OrderBy(route => route.RoutePattern.RawText, StringComparer.Ordinal)
                .ThenBy(MethodOf, StringComparer.Ordinal)
        )
        {
            var open = route.Metadata.GetMetadata<Rights.OpenTo>()?.Roles;
            var cells = roles.Select(role =>
                open is null ? "anyone"
                : open.Contains(role) ? "yes"
                : ""
            );
            var record = route.Metadata.GetMetadata<Rights.Reading>() is { } reading
                ? reading switch
                {
                    { Always: true } => "everyone",
                    { Persons: true } => "people",
                    _ => "auditor",
                }
                : "";
            page.Append($"| `{NameOf(route)}` | {string.Join(" | ", cells)} | {record} |\n");
        }

        return page.ToString();
    }

    private static string NameOf(RouteEndpoint route) => $"{MethodOf(route)} {route.RoutePattern.RawText!.TrimEnd('/')}";

    private static string MethodOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.ShouldHaveSingleItem();
}
