using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;

namespace Exchange.Desk.Pages;

/// <summary>Keeps the chosen language, and goes back to where the person was.</summary>
[AllowAnonymous]
internal sealed class LanguageChoiceModel(DeskSettings settings) : PageModel
{
    public IActionResult OnGet(string? choice, string? to)
    {
        if (choice is not null && Language.All.ContainsKey(choice))
        {
            Response.Cookies.Append(
                settings.CookieName(Language.Cookie),
                CookieRequestCultureProvider.MakeCookieValue(new(choice)),
                new()
                {
                    Path = "/",
                    Secure = settings.IsHttps,
                    HttpOnly = true,
                    SameSite = SameSiteMode.Strict,
                    MaxAge = TimeSpan.FromDays(365),
                    IsEssential = true,
                }
            );
        }

        return LocalRedirect(Url.IsLocalUrl(to) ? to! : "/");
    }
}
