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
    // Of HMAC-SHA-1, which authenticators use (RFC 6238).
    private const int SecretSize = 20;

    /// <summary>A link may bring it (<c>?enrolmentCode=…</c>): it is good once.</summary>
    [BindProperty(SupportsGet = true)]
    public string EnrolmentCode { get; set; } = "";

    /// <summary>The secret of the authenticator, in base32.</summary>
    [BindProperty]
    public string Secret { get; set; } = Base32.Write(RandomNumberGenerator.GetBytes(SecretSize));

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>The secret as a picture (SVG) for an authenticator's camera.</summary>
    public string Picture
    {
        get
        {
            using var code = QRCodeGenerator.GenerateQrCode(
                $"otpauth://totp/Exchange?secret={Secret}&issuer=Exchange",
                QRCodeGenerator.ECCLevel.M
            );
            using var picture = new SvgQRCode(code);
            return picture.GetGraphic(4);
        }
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, [FromForm] string? code)
    {
        if (!Base32.TryRead(Secret, out var secret) || secret.Length != SecretSize)
            return BadRequest();
        try
        {
            await api.PostAsync<object>(
                "api/v1/enrolments",
                new Enrolment
                {
                    EnrolmentCode = EnrolmentCode.Trim(),
                    Password = password ?? "",
                    Secret = Secret,
                    Code = (code ?? "").Replace(" ", "", StringComparison.Ordinal),
                }
            );
            return LocalRedirect("/sign-in");
        }
        catch (GatewayRefusal refusal) when (refusal.Status is not HttpStatusCode.ServiceUnavailable)
        {
            Faults = [refusal.At("#enrolmentCode")];
            return Page();
        }
    }
}
