using System.Net;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;

namespace Exchange.Desk.Pages;

/// <summary>One person: what it may do, and with what it signs in. Nobody changes its own account; the gateway sees to that.</summary>
internal sealed class PersonModel(GatewayApi api, DeskSettings settings) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    public PersonView Person { get; private set; } = null!;
    public RightsForm Rights { get; private set; } = new();
    public string? Subject { get; private set; }
    public bool Disabled { get; private set; }

    /// <summary>True once what was typed is what the gateway has.</summary>
    public bool Saved { get; private set; }

    /// <summary>A code that was just given: it is shown once.</summary>
    public EnrolmentCodeView? Given { get; private set; }

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    public bool HasProvider => settings.OpenIdConnect is not null;

    private string Path => $"api/v1/people/{Uri.EscapeDataString(Name)}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (
            (await api.GetAsync<IReadOnlyList<PersonView>>("api/v1/people")).FirstOrDefault(person => person.Name == Name) is not { } person
        )
        {
            return NotFound();
        }

        Person = person;
        if (Faults.Count == 0)
        {
            (Rights, Subject, Disabled) = (
                new()
                {
                    Roles = person.Roles,
                    Units = person.Units,
                    Clearances = person.Clearances,
                },
                person.Subject,
                person.Status == PersonStatus.Disabled
            );
        }

        Rights = await Rights.WithChoicesAsync(api);
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(
        [FromForm] IReadOnlyList<Role> roles,
        [FromForm] IReadOnlyList<string> units,
        [FromForm] IReadOnlyList<Clearance> clearances,
        [FromForm] string? subject,
        [FromForm] bool disabled
    )
    {
        (Rights, Subject, Disabled) = (
            new()
            {
                Roles = roles,
                Units = units,
                Clearances = clearances,
            },
            subject?.Trim(),
            disabled
        );
        var wanted = new PersonRights(roles, disabled)
        {
            Units = Rights.Units,
            Clearances = clearances,
            Subject = Subject is { Length: > 0 } given ? given : null,
        };
        return await DoAsync(async () =>
        {
            await api.CallAsync(HttpMethod.Put, Path, wanted);
            Saved = true;
        });
    }

    public Task<IActionResult> OnPostCodeAsync() =>
        DoAsync(async () => Given = await api.PostAsync<EnrolmentCodeView>($"{Path}/enrolment"));

    private async Task<IActionResult> DoAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (GatewayRefusal refusal)
            when (refusal.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity || refusal.Code == "own-account")
        {
            Faults = [refusal.At("#person")];
        }

        return await OnGetAsync();
    }
}
