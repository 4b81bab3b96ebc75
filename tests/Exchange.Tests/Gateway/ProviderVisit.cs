using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;

namespace Exchange.Tests.Gateway;

/// <summary>What a desk and a browser do at the provider: authorization code, PKCE, nonce (OpenID Connect Core 1.0, section 3.1).</summary>
internal static partial class ProviderVisit
{
    public const string Callback = "https://desk.police.example/back";

    /// <returns>The ID token.</returns>
    public static async Task<string> SignInAsync(NationalProvider provider, string subject)
    {
        using var http = provider.Connect();
        var verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var page = await http.GetStringAsync(
            $"authorize?client_id={NationalProvider.ClientId}&redirect_uri={HttpUtility.UrlEncode(Callback)}&response_type=code&scope=openid&state=s&nonce=n-{verifier[..8]}"
                + $"&code_challenge_method=S256&code_challenge={Challenge(verifier)}"
        );
        var form = Hidden()
            .Matches(page)
            .Select(field => KeyValuePair.Create(field.Groups[1].Value, HttpUtility.HtmlDecode(field.Groups[2].Value)))
            .Append(new("subject", subject));
        using var back = await http.PostAsync("authorize", new FormUrlEncodedContent(form));
        var code = HttpUtility.ParseQueryString(back.Headers.Location.ShouldNotBeNull(await back.Content.ReadAsStringAsync()).Query)[
            "code"
        ];
        using var answer = await http.PostAsync(
            "token",
            new FormUrlEncodedContent(
                new Dictionary<string, string?>
                {
                    ["grant_type"] = "authorization_code",
                    ["client_id"] = NationalProvider.ClientId,
                    ["client_secret"] = NationalProvider.ClientSecret,
                    ["redirect_uri"] = Callback,
                    ["code"] = code,
                    ["code_verifier"] = verifier,
                }
            )
        );
        var tokens = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return tokens["id_token"].ShouldNotBeNull(tokens.ToJsonString()).ToString();
    }

    private static string Challenge(string verifier) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
