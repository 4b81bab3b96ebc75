using System.Net;
using Exchange.Desk.Api;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Authorization;

namespace Exchange.Desk.Pages;

[AllowAnonymous]
internal sealed class SignInModel(GatewayApi api, DeskSettings settings) : PageModel
{
    /// <summary>Where the person wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "to")]
    public string? To { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>True if people may sign in with a national account.</summary>
    public bool HasProvider => settings.OpenIdConnect is not null;

    /// <param name="refused">Why a sign-in with a national account came to nothing.</param>
    public void OnGet([FromQuery] string? refused)
    {
        if (refused is not null)
            Faults = [new("#national", NationalAccount.TextOf(refused), null)];
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, [FromForm] string? code)
    {
        if (Name is not { Length: > 0 } || password is not { Length: > 0 } || code is not { Length: > 0 })
            return Refuse("Enter your name, your password and the code.");
        try
        {
            // Whoever was signed in here before is not any more.
            HttpContext.User = new();
            var session = await api.PostAsync<SessionView>(
                "api/v1/sessions",
                new SignIn
                {
                    Name = Name.Trim(),
                    Password = password,
                    Code = code.Replace(" ", "", StringComparison.Ordinal),
                }
            );
            var caller = await SessionCookie.SignInAsync(HttpContext, api, session);
            return LocalRedirect(To is not null && Url.IsLocalUrl(To) ? To : Places.FirstFor(caller.Roles));
        }
        catch (GatewayRefusal refusal)
            when (refusal.Status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.UnprocessableEntity)
        {
            HttpContext.User = new();
            return Refuse(refusal.Detail ?? refusal.Message);
        }
    }

    private PageResult Refuse(string text)
    {
        Faults = [new("#name", text, null)];
        return Page();
    }
}
