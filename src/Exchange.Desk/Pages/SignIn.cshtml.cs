using System.Net;
using System.Security.Claims;
using Exchange.Desk.Api;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Authorization;

namespace Exchange.Desk.Pages;

[AllowAnonymous]
internal sealed class SignInModel(GatewayApi api) : PageModel
{
    /// <summary>Where the person wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "to")]
    public string? To { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, [FromForm] string? code)
    {
        if (Name is not { Length: > 0 } || password is not { Length: > 0 } || code is not { Length: > 0 })
            return Refuse("Enter your name, your password and the code.");
        try
        {
            // Whoever was signed in here before is not any more.
            HttpContext.User = new();
            var session = await api.PostAsync<SessionView>("api/v1/sessions", new SignIn { Name = Name.Trim(), Password = password, Code = code.Replace(" ", "", StringComparison.Ordinal) });
            HttpContext.User = new(new ClaimsIdentity([new(SessionCookie.Token, session.Token)]));
            var caller = await api.GetAsync<CallerView>("api/v1/sessions/current");
            await SessionCookie.BeginAsync(HttpContext, Name.Trim(), session, caller);
            return LocalRedirect(To is not null && Url.IsLocalUrl(To) ? To : Places.FirstFor(caller.Roles));
        }
        catch (GatewayRefusal refusal) when (refusal.Status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.UnprocessableEntity)
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
