using System.Security.Claims;
using Exchange.Desk.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Desk.Security;

/// <summary>
/// Who is signed in: a cookie, sealed by a key of the desk, that holds the gateway's session token and what the gateway says of the
/// person. The gateway decides what the person may do; the roles here choose what is shown.
/// </summary>
internal static class SessionCookie
{
    public const string Token = "token";

    /// <summary>Our party, whose time is shown.</summary>
    public const string Party = "party";

    public static void Add(IServiceCollection services, DeskSettings settings)
    {
        services.AddDataProtection().SetApplicationName("exchange-desk").PersistKeysToFileSystem(new(settings.State));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = settings.CookieName("desk-form");
            options.Cookie.SecurePolicy = settings.CookiePolicy;
        });
        services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(options =>
            {
                options.Cookie.Name = settings.CookieName("desk");
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = settings.CookiePolicy;
                options.LoginPath = "/sign-in";
                options.AccessDeniedPath = "/problem";
                options.ReturnUrlParameter = "to";
                options.SlidingExpiration = false;
                // A form that comes too late is not lost: the page that answers keeps what was typed (see Problem).
                options.Events.OnRedirectToLogin = async context =>
                {
                    if (
                        HttpMethods.IsPost(context.Request.Method)
                        && context.Request.HasFormContentType
                        && (await context.Request.ReadFormAsync()).Count > 0
                    )
                    {
                        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    }
                    else
                    {
                        context.Response.Redirect(context.RedirectUri);
                    }
                };
            });
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>Signs in the person whose session has begun at the gateway.</summary>
    public static async Task<CallerView> SignInAsync(HttpContext context, GatewayApi api, SessionView session)
    {
        context.User = new(new ClaimsIdentity([new(Token, session.Token)]));
        var caller = await api.GetAsync<CallerView>("api/v1/sessions/current");
        await BeginAsync(context, session.Name, session, caller);
        return caller;
    }

    /// <summary>A new cookie at each sign-in, whatever the browser brought: no session can be fixed beforehand.</summary>
    private static Task BeginAsync(HttpContext context, string name, SessionView session, CallerView caller) =>
        context.SignInAsync(
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new(ClaimTypes.Name, name),
                        // A form that was opened before the session ended can be sent after the same person has signed in again.
                        new(ClaimTypes.NameIdentifier, name),
                        new(Token, session.Token),
                        new(Party, caller.Party),
                        .. caller.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())),
                    ],
                    CookieAuthenticationDefaults.AuthenticationScheme
                )
            ),
            new AuthenticationProperties { ExpiresUtc = session.EndsAt, IsPersistent = false }
        );

    /// <summary>True for a person with one of these roles.</summary>
    public static bool Is(this ClaimsPrincipal person, params IEnumerable<Role> roles) =>
        roles.Any(role => person.IsInRole(role.ToString()));

    /// <summary>Ends a session at the gateway too; one that has ended there already is no fault.</summary>
    public static async Task EndAsync(HttpContext context, GatewayApi api)
    {
        try
        {
            await api.CallAsync(HttpMethod.Delete, "api/v1/sessions/current");
        }
        catch (Exception exception) when (exception is GatewayRefusal or GatewayUnreachable)
        {
            // Without its cookie the token is known to nobody, and the session ends when it is idle.
        }

        await context.SignOutAsync();
    }
}
