using Exchange.Desk.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Exchange.Desk.Pages;

/// <summary>The way to the national identity provider, and back.</summary>
[AllowAnonymous]
internal sealed class NationalSignInModel(DeskSettings settings) : PageModel
{
    /// <summary>Where the person wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "to")]
    public string? To { get; set; }

    /// <summary>Sends the person to the provider.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (settings.OpenIdConnect is null)
            return NotFound();
        try
        {
            await HttpContext.ChallengeAsync(NationalAccount.Scheme, new() { RedirectUri = IsOurs ? To : NationalAccount.Anywhere });
            return new EmptyResult();
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException)
        {
            return LocalRedirect(NationalAccount.Refused(NationalAccount.Unreachable));
        }
    }

    /// <summary>
    /// Leads on from here. The browser has come from another site, and so it would not show the session's cookie (SameSite=Strict) if it
    /// were redirected; it shows it where this page sends it.
    /// </summary>
    public IActionResult OnGetBack()
    {
        if (!IsOurs)
            return LocalRedirect("/");
        Response.Headers["Refresh"] = $"0; url={new Uri(new Uri("http://desk"), To).PathAndQuery}";
        return Page();
    }

    private bool IsOurs => To is not null && Url.IsLocalUrl(To);
}
