using System.Net;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;

namespace Exchange.Desk.Pages;

/// <summary>The keys with which machines open the API, for administrators.</summary>
internal sealed class KeysModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<KeyView> Keys { get; private set; } = [];
    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>A key that was just made: it is shown once.</summary>
    public NewKeyView? Made { get; private set; }

    /// <summary>What was typed of a key that could not be made.</summary>
    public string? Name { get; private set; }

    /// <inheritdoc cref="Name"/>
    public string? Certificate { get; private set; }

    /// <inheritdoc cref="Name"/>
    public RightsForm Rights { get; private set; } = new();

    public async Task OnGetAsync()
    {
        Keys = await api.GetAsync<IReadOnlyList<KeyView>>("api/v1/keys");
        Rights = await Rights.WithChoicesAsync(api);
    }

    public async Task OnPostMakeAsync(
        [FromForm] string? name,
        [FromForm] IReadOnlyList<Role> roles,
        [FromForm] IReadOnlyList<string> units,
        [FromForm] IReadOnlyList<Clearance> clearances,
        [FromForm] string? certificate
    )
    {
        var rights = new RightsForm
        {
            Roles = roles,
            Units = units,
            Clearances = clearances,
        };
        try
        {
            Made = await api.PostAsync<NewKeyView>("api/v1/keys", rights.ToKey(name, certificate));
        }
        catch (GatewayRefusal refusal) when (refusal.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            (Name, Certificate, Rights) = (name, certificate, rights);
            var field = refusal.Code is "certificate-taken" or "invalid-certificate" ? "#certificate" : "#name";
            Faults = [refusal.At(field)];
        }

        ModelState.Clear();
        await OnGetAsync();
    }

    public async Task<IActionResult> OnPostRevokeAsync([FromForm] string? name)
    {
        if (name is null)
            return BadRequest();
        await api.CallAsync(HttpMethod.Delete, $"api/v1/keys/{Uri.EscapeDataString(name)}");
        return RedirectToPage();
    }
}
