using System.Net;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;

namespace Exchange.Desk.Pages;

/// <summary>The people of the gateway, for administrators.</summary>
internal sealed class PeopleModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<PersonView> People { get; private set; } = [];
    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>A code that was just given: it is shown once.</summary>
    public EnrolmentCodeView? Given { get; private set; }

    /// <summary>What was typed of a person who could not be added.</summary>
    public string? Name { get; private set; }

    /// <inheritdoc cref="Name"/>
    public RightsForm Rights { get; private set; } = new();

    public async Task OnGetAsync()
    {
        People = await api.GetAsync<IReadOnlyList<PersonView>>("api/v1/people");
        Rights = await Rights.WithChoicesAsync(api);
    }

    public async Task OnPostAsync(
        [FromForm] string? name,
        [FromForm] IReadOnlyList<Role> roles,
        [FromForm] IReadOnlyList<string> units,
        [FromForm] IReadOnlyList<Clearance> clearances
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
            Given = await api.PostAsync<EnrolmentCodeView>("api/v1/people", rights.ToCaller(name));
        }
        catch (GatewayRefusal refusal) when (refusal.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            (Name, Rights, Faults) = (name, rights, [refusal.At("#name")]);
        }

        ModelState.Clear();
        await OnGetAsync();
    }
}
