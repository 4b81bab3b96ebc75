using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

namespace Exchange.Tests.Gateway;

/// <summary>
/// A national identity provider: OpenIddict over https on this machine, with a certificate of an authority of its own. It asks at a page
/// who
/// one is, and believes it. Its signing key is known, so that a test can forge what it would never sign.
/// </summary>
internal sealed class NationalProvider : IAsyncDisposable
{
    public const string ClientId = "exchange-desk";
    public const string ClientSecret = "a secret between the desk and the provider";

    private readonly WebApplication _app;

    private NationalProvider()
    {
        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Certificate(authority, "CN=National authority", request =>
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true))
        );
        Authority = root.ExportCertificatePem();
        _app = Build(Issue(root));
    }

    /// <summary>The key that signs its tokens.</summary>
    public ECDsaSecurityKey Key { get; private set; } = NewKey();

    /// <summary>The certificate (PEM) that verifies its https.</summary>
    public string Authority { get; }

    public string Issuer { get; private set; } = "";

    /// <summary>Where it sends a person's browser afterwards.</summary>
    public string Callback { get; set; } = "";

    public static async Task<NationalProvider> StartAsync()
    {
        var provider = new NationalProvider();
        await provider._app.StartAsync();
        var address = provider._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        provider.Issuer = $"{address}/";
        // Its first answer takes long on a machine with much to do, longer than the gateway would wait.
        using var http = provider.Connect();
        foreach (var published in new[] { ".well-known/openid-configuration", ".well-known/jwks" })
            (await http.GetStringAsync(published)).ShouldNotBeEmpty();
        return provider;
    }

    /// <summary>A client that verifies it, and follows no redirect.</summary>
    public HttpClient Connect()
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(Authority);
        return new(new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = { CertificateChainPolicy = trust } })
        {
            BaseAddress = new(Issuer),
        };
    }

    /// <summary>Signs with a new key from now on, and no longer publishes the former one.</summary>
    public void RenewKey()
    {
        var credentials = _app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials;
        credentials.Clear();
        credentials.Add(new(Key = NewKey(), SecurityAlgorithms.EcdsaSha256));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.ECDsa.Dispose();
    }

    /// <summary>A key with which one can sign as the provider does.</summary>
    public static ECDsaSecurityKey NewKey() =>
        new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString() };

    private WebApplication Build(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Services.AddAuthentication();
        builder.Services.AddOpenIddict().AddServer(Configure);
        var app = builder.Build();
        app.UseAuthentication();
        app.MapGet("/authorize", Ask);
        app.MapPost("/authorize", Believe);
        return app;
    }

    private void Configure(OpenIddictServerBuilder options)
    {
        options
            .SetAuthorizationEndpointUris("authorize")
            .SetTokenEndpointUris("token")
            .AllowAuthorizationCodeFlow()
            .RequireProofKeyForCodeExchange();
        options.AddSigningKey(Key).AddEphemeralEncryptionKey();
        // Without a database: it knows one client.
        options.EnableDegradedMode().UseAspNetCore().EnableAuthorizationEndpointPassthrough();
        options.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler =>
            handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.RedirectUri != Callback)
                    context.Reject(OpenIddictConstants.Errors.InvalidClient);
                return default;
            })
        );
        options.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler =>
            handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                    context.Reject(OpenIddictConstants.Errors.InvalidClient);
                return default;
            })
        );
    }

    private static string Hidden(string name, string? value) =>
        $"<input type=\"hidden\" name=\"{WebUtility.HtmlEncode(name)}\" value=\"{WebUtility.HtmlEncode(value)}\">";

    private static IResult Ask(HttpRequest request) =>
        Results.Content(
            $"""
            <!DOCTYPE html><html lang="en"><title>National identity provider</title><form method="post" action="/authorize">
            {string.Concat(request.Query.Select(given => Hidden(given.Key, given.Value)))}
            <label>Who are you? <input name="subject"></label><button>Sign in</button></form></html>
            """,
            "text/html"
        );

    private static IResult Believe(HttpContext context)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        identity.AddClaim(OpenIddictConstants.Claims.Subject, context.Request.Form["subject"].ToString());
        return Results.SignIn(
            new ClaimsPrincipal(identity).SetScopes(context.GetOpenIddictServerRequest()!.GetScopes()),
            authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme
        );
    }

    private static X509Certificate2 Certificate(ECDsa key, string name, Action<CertificateRequest> change)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        change(request);
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
    }

    private static X509Certificate2 Issue(X509Certificate2 root)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=National identity provider", key, HashAlgorithmName.SHA256)
        {
            CertificateExtensions = { names.Build() },
        };
        using var issued = request.Create(
            root,
            TimeProvider.System.GetUtcNow().AddHours(-1),
            TimeProvider.System.GetUtcNow().AddDays(2),
            RandomNumberGenerator.GetBytes(16)
        );
        return issued.CopyWithPrivateKey(key);
    }
}
