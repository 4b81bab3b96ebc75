using System.Net.Mime;
using System.Text.Json;
using Exchange.Desk.Api;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Forms;

/// <summary>
/// What a form and its script (<c>passkey.js</c>) say to the gateway for an authenticator. The desk hands it on, and verifies nothing.
/// </summary>
internal static class PasskeyForm
{
    /// <summary>True if the gateway has passkeys. While it cannot be asked, the code serves.</summary>
    public static async Task<bool> IsOfferedAsync(GatewayApi api)
    {
        try
        {
            return (await api.GetAsync<SignInWays>("api/v1/sessions/ways")).Passkeys;
        }
        catch (Exception exception) when (exception is GatewayRefusal or GatewayUnreachable)
        {
            return false;
        }
    }

    /// <summary>A challenge for the script, or why there is none, as JSON.</summary>
    public static async Task<IActionResult> ChallengeAsync(GatewayApi api, string path, IStringLocalizer words)
    {
        try
        {
            var challenge = await api.PostAsync<PasskeyChallengeView>(path);
            return new ContentResult
            {
                Content = JsonSerializer.Serialize(challenge, ProtocolJson.Options),
                ContentType = MediaTypeNames.Application.Json,
            };
        }
        catch (GatewayRefusal refusal)
        {
            return new JsonResult(new { text = words.Say(refusal.At("")) }) { StatusCode = (int)refusal.Status };
        }
    }

    /// <summary>What the script has put into the form; null if it is malformed.</summary>
    public static PasskeyAnswer? Read(string passkey)
    {
        try
        {
            return JsonSerializer.Deserialize<PasskeyAnswer>(passkey, ProtocolJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The button of a form for the person's authenticator, hidden until the script has found that the browser can use one.</summary>
/// <param name="Ceremony"><c>create</c> or <c>get</c>, as WebAuthn calls it.</param>
/// <param name="Text">What the button says.</param>
/// <param name="Failed">What is said if the authenticator gave nothing.</param>
internal sealed record PasskeyButton(string Ceremony, string Text, string Failed);
