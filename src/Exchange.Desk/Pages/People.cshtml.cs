using System.Net;
using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>The people of the gateway, for administrators.</summary>
internal sealed class PeopleModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<PersonView> People { get; private set; } = [];
    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>A code that was just given: it is shown once.</summary>
    public EnrolmentCodeView? Given { get; private set; }

    public async Task OnGetAsync() => People = await api.GetAsync<IReadOnlyList<PersonView>>("api/v1/people");

    public Task OnPostAddAsync([FromForm] string? name, [FromForm] string? unit, [FromForm] IReadOnlyList<Role> roles) =>
        GiveAsync("api/v1/people", new NewCaller((name ?? "").Trim(), roles) { Units = (unit ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) });

    public Task OnPostCodeAsync([FromForm] string name) => GiveAsync($"api/v1/people/{Uri.EscapeDataString(name)}/enrolment", null);

    private async Task GiveAsync(string path, NewCaller? person)
    {
        try
        {
            Given = await api.PostAsync<EnrolmentCodeView>(path, person);
        }
        catch (GatewayRefusal refusal) when (refusal.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            Faults = [new("#name", refusal.Detail ?? refusal.Message, refusal.Code)];
        }

        await OnGetAsync();
    }
}
