using System.Net;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Pages;

[AllowAnonymous]
internal sealed class SignInModel(GatewayApi api, DeskSettings settings, IStringLocalizer<Words> words) : PageModel
{
    /// <summary>Where the person wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "to")]
    public string? To { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>True if people may sign in with a national account.</summary>
    public bool HasProvider => settings.OpenIdConnect is not null;

    /// <summary>True if a passkey can take the place of the code. Only then the page has a script.</summary>
    public bool HasPasskeys { get; private set; }

    /// <param name="refused">Why a sign-in with a national account came to nothing.</param>
    public Task<IActionResult> OnGetAsync([FromQuery] string? refused) =>
        ShowAsync(refused is null ? [] : [new("#national", NationalAccount.TextOf(refused), null)]);

    /// <summary>What the script asks for.</summary>
    public Task<IActionResult> OnPostChallengeAsync() => PasskeyForm.ChallengeAsync(api, "api/v1/sessions/passkey/challenge", words);

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, [FromForm] string? code, [FromForm] string? passkey)
    {
        if (Name is not { Length: > 0 } name || password is not { Length: > 0 } || (code ?? passkey) is not { Length: > 0 })
            return await RefuseAsync("Enter your name, your password and the code.");
        try
        {
            // Whoever was signed in here before is not any more.
            HttpContext.User = new();
            if (await SignInAsync(name.Trim(), password, code ?? "", passkey) is not { } session)
                return BadRequest();
            var caller = await SessionCookie.SignInAsync(HttpContext, api, session);
            return LocalRedirect(To is not null && Url.IsLocalUrl(To) ? To : Places.FirstFor(caller.Roles));
        }
        catch (GatewayRefusal refusal)
            when (refusal.Status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.UnprocessableEntity)
        {
            HttpContext.User = new();
            return await ShowAsync([refusal.At("#name")]);
        }
    }

    // Null if the passkey is malformed.
    private async Task<SessionView?> SignInAsync(string name, string password, string code, string? passkey)
    {
        if (passkey is not { Length: > 0 })
        {
            var given = new SignIn
            {
                Name = name,
                Password = password,
                Code = code.Replace(" ", "", StringComparison.Ordinal),
            };
            return await api.PostAsync<SessionView>("api/v1/sessions", given);
        }

        return PasskeyForm.Read(passkey) is { } answer
            ? await api.PostAsync<SessionView>(
                "api/v1/sessions/passkey",
                new PasskeySignIn
                {
                    Name = name,
                    Password = password,
                    Passkey = answer,
                }
            )
            : null;
    }

    private Task<IActionResult> RefuseAsync(string text) => ShowAsync([new("#name", text, null)]);

    private async Task<IActionResult> ShowAsync(IReadOnlyList<GatewayFault> faults)
    {
        Faults = faults;
        HasPasskeys = await PasskeyForm.IsOfferedAsync(api);
        if (HasPasskeys)
            SafeHeaders.AllowOwnScript(Response);
        return Page();
    }
}
