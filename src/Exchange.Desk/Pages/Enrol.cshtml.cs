using System.Net;
using System.Security.Cryptography;
using Exchange.Desk.Api;
using Microsoft.AspNetCore.Authorization;
using QRCoder;

namespace Exchange.Desk.Pages;

/// <summary>A person sets its password and its authenticator with an enrolment code.</summary>
[AllowAnonymous]
internal sealed class EnrolModel(GatewayApi api) : PageModel
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A link may bring it (<c>?enrolmentCode=…</c>): it is good once.</summary>
    [BindProperty(SupportsGet = true)]
    public string EnrolmentCode { get; set; } = "";

    /// <summary>32 characters of base32 are 20 bytes (RFC 6238 uses HMAC-SHA-1).</summary>
    [BindProperty]
    public string Secret { get; set; } = RandomNumberGenerator.GetString(Alphabet, 32);

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>The secret as a picture (SVG) for an authenticator's camera.</summary>
    public string Picture
    {
        get
        {
            using var code = QRCodeGenerator.GenerateQrCode($"otpauth://totp/Exchange?secret={Secret}&issuer=Exchange", QRCodeGenerator.ECCLevel.M);
            using var picture = new SvgQRCode(code);
            return picture.GetGraphic(4);
        }
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, [FromForm] string? code)
    {
        if (Secret.Length != 32 || Secret.Any(letter => !Alphabet.Contains(letter, StringComparison.Ordinal)))
            return BadRequest();
        try
        {
            await api.PostAsync<object>("api/v1/enrolments", new Enrolment { EnrolmentCode = EnrolmentCode.Trim(), Password = password ?? "", Secret = Secret, Code = (code ?? "").Replace(" ", "", StringComparison.Ordinal) });
            return LocalRedirect("/sign-in");
        }
        catch (GatewayRefusal refusal) when (refusal.Status is not HttpStatusCode.ServiceUnavailable)
        {
            Faults = [new("#enrolmentCode", refusal.Detail ?? refusal.Message, refusal.Code)];
            return Page();
        }
    }
}
