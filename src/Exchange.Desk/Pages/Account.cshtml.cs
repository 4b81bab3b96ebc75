using System.Net;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Desk.Security;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Pages;

/// <summary>What a person itself can change of its account: its passkeys.</summary>
internal sealed class AccountModel(GatewayApi api, IStringLocalizer<Words> words) : PageModel
{
    private const string Path = "api/v1/passkeys";

    public IReadOnlyList<PasskeyView> Passkeys { get; private set; } = [];

    /// <summary>True if one can be added here.</summary>
    public bool IsOffered { get; private set; }

    /// <summary>What was typed of a passkey that could not be added.</summary>
    public string? Name { get; private set; }

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Passkeys = await api.GetAsync<IReadOnlyList<PasskeyView>>(Path);
        IsOffered = await PasskeyForm.IsOfferedAsync(api);
        if (IsOffered)
            SafeHeaders.AllowOwnScript(Response);
    }

    /// <summary>What the script asks for.</summary>
    public Task<IActionResult> OnPostChallengeAsync() => PasskeyForm.ChallengeAsync(api, $"{Path}/challenge", words);

    public async Task<IActionResult> OnPostAddAsync([FromForm] string? name, [FromForm] string? passkey)
    {
        if (passkey is not { Length: > 0 })
            return await RefuseAsync(name, new("#name", "Enter a name, then press the button and follow your browser.", null));
        if (PasskeyForm.Read(passkey) is not { } answer)
            return BadRequest();
        try
        {
            await api.PostAsync<object>(Path, new NewPasskey { Name = name ?? "", Passkey = answer });
            return RedirectToPage();
        }
        catch (GatewayRefusal refusal) when (refusal.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            return await RefuseAsync(name, refusal.At("#name"));
        }
    }

    public async Task<IActionResult> OnPostRemoveAsync([FromForm] Guid id)
    {
        await api.CallAsync(HttpMethod.Delete, $"{Path}/{MessageId.Write(id)}");
        return RedirectToPage();
    }

    private async Task<PageResult> RefuseAsync(string? name, GatewayFault fault)
    {
        (Name, Faults) = (name, [fault]);
        ModelState.Clear();
        await OnGetAsync();
        return Page();
    }
}
