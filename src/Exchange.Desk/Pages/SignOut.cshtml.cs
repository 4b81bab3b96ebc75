using Exchange.Desk.Api;
using Exchange.Desk.Security;

namespace Exchange.Desk.Pages;

internal sealed class SignOutModel(GatewayApi api) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await SessionCookie.EndAsync(HttpContext, api);
        return LocalRedirect("/sign-in");
    }
}
