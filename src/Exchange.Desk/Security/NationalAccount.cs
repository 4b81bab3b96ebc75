using System.Net;
using Exchange.Client;
using Exchange.Desk.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Exchange.Desk.Security;

/// <summary>
/// Signs in with a national account: the authorization code flow of OpenID Connect, with PKCE, state and nonce. The desk hands the ID token
/// to
/// the gateway, which verifies it itself and says who the person is; nothing that the provider says is kept.
/// </summary>
internal static class NationalAccount
{
    public const string Scheme = "national";

    public const string Unreachable = "identity-provider-unreachable";

    /// <summary>For somebody who wanted to go nowhere in particular.</summary>
    public const string Anywhere = "/sign-in";

    private const string IdToken = "id_token";

    public static void Add(IServiceCollection services, DeskSettings settings)
    {
        if (settings.OpenIdConnect is { } provider)
            services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, settings, provider));
    }

    /// <summary>The sign-in page that says why it came to nothing.</summary>
    public static string Refused(string code) => $"/sign-in?refused={code}";

    /// <summary>What is said of it there.</summary>
    public static string TextOf(string code) =>
        code switch
        {
            "subject-unknown" => "Your national account belongs to nobody at this gateway. Ask an administrator to enter it.",
            "person-stopped" => "Your account at this gateway is disabled or locked. Ask an administrator.",
            Unreachable => "The national identity provider does not answer. Try again later.",
            _ => "You were not signed in with the national account. Try again.",
        };

    private static void Configure(OpenIdConnectOptions options, DeskSettings settings, ProviderSettings provider)
    {
        (options.Authority, options.ClientId) = (provider.Issuer, provider.ClientId);
        options.ClientSecret = File.ReadAllText(provider.ClientSecretFile).Trim();
        options.BackchannelHttpHandler = ApiTransport.To(
            socket: null,
            provider.TrustedAuthorities is { } file ? File.ReadAllText(file) : null
        );
        (options.ResponseType, options.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
        // Whoever sits down at a computer that another has left at the provider's page is not that other.
        options.Prompt = OpenIdConnectPrompt.Login;
        options.Scope.Clear();
        options.Scope.Add(OpenIdConnectScope.OpenId);
        options.CallbackPath = "/sign-in/national/back";
        // A session ends at the desk, by its own form.
        (options.RemoteSignOutPath, options.SignedOutCallbackPath) = (PathString.Empty, PathString.Empty);
        (options.SaveTokens, options.MapInboundClaims, options.DisableTelemetry) = (true, false, true);
        foreach (var (cookie, name) in new[] { (options.NonceCookie, "desk-nonce."), (options.CorrelationCookie, "desk-state.") })
        {
            // Shown where another site redirects to, as the provider does.
            (cookie.Name, cookie.Path) = (settings.CookieName(name), "/");
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, settings.CookiePolicy);
        }

        options.Events.OnTicketReceived = SignInAsync;
        options.Events.OnRemoteFailure = context => RefuseAsync(context, "failed");
    }

    private static async Task SignInAsync(TicketReceivedContext context)
    {
        var api = context.HttpContext.RequestServices.GetRequiredService<GatewayApi>();
        try
        {
            // Whoever was signed in here before is not any more.
            context.HttpContext.User = new();
            var given = new IdTokenSignIn { IdToken = context.Properties!.GetTokenValue(IdToken)! };
            var session = await api.PostAsync<SessionView>("api/v1/sessions/openid-connect", given);
            var caller = await SessionCookie.SignInAsync(context.HttpContext, api, session);
            var to = context.ReturnUri is null or Anywhere ? Places.FirstFor(caller.Roles) : context.ReturnUri;
            context.HandleResponse();
            context.Response.Redirect($"/sign-in/national?handler=back&to={Uri.EscapeDataString(to)}");
        }
        catch (GatewayRefusal refusal) when (refusal.Status != HttpStatusCode.InternalServerError)
        {
            await RefuseAsync(context, refusal.Code);
        }
    }

    private static Task RefuseAsync(HandleRequestContext<RemoteAuthenticationOptions> context, string code)
    {
        context.HandleResponse();
        context.Response.Redirect(Refused(code));
        return Task.CompletedTask;
    }
}
