using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.People;

/// <summary>
/// Reads ID tokens of the national identity provider (OpenID Connect Core 1.0, section 3.1.3.7). Who brings one is not believed, the desk
/// neither. Of what a token claims, only who the person is at the provider is used: what it may do, the gateway says.
/// </summary>
internal sealed class IdTokenReader(ProviderKeys keys, GatewaySettings settings, TimeProvider clock)
{
    /// <summary>A token is presented so soon after it was issued, whatever end it has itself: providers give an hour and more.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>So much the provider's clock may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private const int Longest = 16 * 1024;

    // Keys that the provider has withdrawn are known for so long at most.
    private static readonly TimeSpan KeysKept = TimeSpan.FromHours(1);

    // Anybody can name a key that does not exist: so often the provider is asked for new ones at most.
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromMinutes(1);

    // Signatures by a key that only the provider has (RFC 7518, section 3.1): no MAC, and never "none".
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Longest };

    /// <exception cref="ProviderUnreachableException">The provider's keys could not be fetched.</exception>
    public async Task<IdTokenResult> ReadAsync(string text)
    {
        if (!_handler.CanReadToken(text))
            return new IdTokenResult.Invalid("it has not the form of a signed token");
        var result = await ValidateAsync(text, await keys.ReadAsync(KeysKept));
        // The provider may have a new key.
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            result = await ValidateAsync(text, await keys.ReadAsync(BetweenFetches));
        if (!result.IsValid)
            return new IdTokenResult.Invalid(result.Exception.Message);
        var token = (JsonWebToken)result.SecurityToken;
        return FaultOf(token) is { } fault
            ? new IdTokenResult.Invalid(fault)
            // A signature can be written in several ways, what it covers in one: so by that a token is known again.
            : new IdTokenResult.Valid(
                token.Subject,
                Secret.HashOfToken($"{token.EncodedHeader}.{token.EncodedPayload}"),
                IssuedAt(token) + Life
            );
    }

    private OpenIdConnectSettings Provider => settings.SignIn.OpenIdConnect!;

    private Task<TokenValidationResult> ValidateAsync(string text, ICollection<SecurityKey> published) =>
        _handler.ValidateTokenAsync(
            text,
            new()
            {
                ValidIssuer = Provider.Issuer,
                ValidAudience = Provider.ClientId,
                IssuerSigningKeys = published,
                ValidAlgorithms = Algorithms,
                LifetimeValidator = (notBefore, expires, _, _) =>
                    Counts(notBefore ?? DateTime.MinValue, expires ?? DateTime.MinValue, clock.GetUtcNow().UtcDateTime),
            }
        );

    // A token without an end has ended.
    private static bool Counts(DateTime notBefore, DateTime expires, DateTime now) => notBefore <= now + Skew && now < expires + Skew;

    private string? FaultOf(JsonWebToken token) =>
        token.Audiences.Count() != 1 || token.Azp is { Length: > 0 } party && party != Provider.ClientId ? "it is for others too"
        // An access token or a notice of logout may have the same key, issuer and audience.
        : token.Typ is { Length: > 0 } type && !type.Equals("JWT", StringComparison.OrdinalIgnoreCase) ? $"it is of another type, {type}"
        : !token.TryGetPayloadValue<string>("nonce", out var nonce) || nonce.Length == 0
            ? "it has no nonce, so nobody has signed in with it at a page"
        : IssuedAt(token) + Life <= clock.GetUtcNow() ? "it was issued too long ago"
        : IssuedAt(token) > clock.GetUtcNow() + Skew ? "it was issued in the future"
        : token.Subject is not { Length: > 0 } ? "it has no subject"
        : null;

    // Without one: long ago.
    private static DateTimeOffset IssuedAt(JsonWebToken token) => new(token.IssuedAt, TimeSpan.Zero);
}

/// <summary>What an ID token is worth.</summary>
internal abstract record IdTokenResult
{
    /// <param name="Subject">Who the person is at the provider.</param>
    /// <param name="Hash">By which it is known again.</param>
    /// <param name="EndsAt">From then on it is too old.</param>
    public sealed record Valid(string Subject, string Hash, DateTimeOffset EndsAt) : IdTokenResult
    {
        // A subject may be the number of a person's papers.
        public override string ToString() => "Valid";
    }

    /// <param name="Reason">For the service log.</param>
    public sealed record Invalid(string Reason) : IdTokenResult;
}
