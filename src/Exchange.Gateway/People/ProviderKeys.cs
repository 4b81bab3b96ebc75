using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.People;

/// <summary>
/// The keys that the national identity provider publishes (OpenID Connect Discovery 1.0), fetched over verified https and kept for a while.
/// </summary>
internal sealed class ProviderKeys(GatewaySettings settings, TimeProvider clock) : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lazy<HttpClient> _http = new(() => Connect(settings.SignIn.OpenIdConnect!));
    private (ICollection<SecurityKey> Keys, DateTimeOffset At)? _kept;

    /// <summary>Keys that were fetched less than so long ago.</summary>
    /// <exception cref="ProviderUnreachableException">They could not be fetched.</exception>
    public async Task<ICollection<SecurityKey>> ReadAsync(TimeSpan notOlderThan)
    {
        await _one.WaitAsync();
        try
        {
            var now = clock.GetUtcNow();
            if (_kept is not { } kept || now - kept.At >= notOlderThan)
                _kept = kept = (await FetchAsync(settings.SignIn.OpenIdConnect!.Issuer), now);
            return kept.Keys;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    private async Task<ICollection<SecurityKey>> FetchAsync(string issuer)
    {
        OpenIdConnectConfiguration published;
        try
        {
            var retriever = new HttpDocumentRetriever(_http.Value) { RequireHttps = true };
            published = await OpenIdConnectConfigurationRetriever.GetAsync(
                $"{issuer.TrimEnd('/')}/.well-known/openid-configuration",
                retriever,
                CancellationToken.None
            );
        }
        catch (Exception exception)
        {
            throw new ProviderUnreachableException(exception.GetBaseException().Message, exception);
        }

        // It must be the one whose tokens are accepted (Discovery 1.0, section 4.3).
        return published.Issuer == issuer
            ? published.SigningKeys
            : throw new ProviderUnreachableException(
                $"It calls itself '{published.Issuer}', and SignIn:OpenIdConnect:Issuer is '{issuer}'. They must be the same, to "
                    + "the last character."
            );
    }

    // No proxy and no redirect: what is fetched says whom the gateway lets in.
    private static HttpClient Connect(OpenIdConnectSettings provider)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        if (provider.TrustedAuthorities is { } file)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return new(handler) { Timeout = Patience, MaxResponseContentBufferSize = LargestAnswer };
    }
}

/// <summary>The identity provider did not say what its keys are, so that nothing can be said of its tokens.</summary>
internal sealed class ProviderUnreachableException(string message, Exception? inner = null) : Exception(message, inner);
