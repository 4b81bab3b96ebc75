using System.Net;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;

namespace Exchange.Desk.Pages;

/// <summary>What was typed, for a last look, with everything that is wrong or to be checked; then it is sent.</summary>
internal sealed class DraftCheckModel(GatewayApi api, KindForms forms) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public DraftView Draft { get; private set; } = null!;
    public string Tag { get; private set; } = "";
    public MessageForm Form { get; private set; } = null!;
    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>True while a second person has to release it.</summary>
    public bool IsAwaited => Draft.Status == DraftStatus.AwaitingRelease;

    private string Path => $"api/v1/drafts/{MessageId.Write(Id)}";

    public async Task<IActionResult> OnGetAsync()
    {
        (Draft, Tag) = await api.GetTaggedAsync<DraftView>($"{Path}?asked=true");
        if (Draft.Status == DraftStatus.Sent)
            return RedirectToPage("Sent", new { exchange = Draft.ExchangeId, reference = Draft.Reference });
        var found = await api.GetAsync<CheckedView>($"{Path}/check");
        Form = new(
            await forms.ShapeAsync(api, CaseKinds.Find(Draft.Kind)!),
            JsonObject.Create(Draft.Message!.Value)!,
            [.. found.Faults.Select(fault => new GatewayFault(fault.Pointer, fault.Detail, null))],
            [.. found.Warnings.Select(warning => new GatewayFault(warning.Pointer, warning.Detail, null))]
        )
        {
            Address = $"/drafts/{Id}?check=true",
            Asked = Draft.Asked ?? [],
        };
        return Page();
    }

    /// <summary>Sends exactly the version that was shown.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] string tag)
    {
        try
        {
            var sent = await api.PostTaggedAsync<DraftView>($"{Path}/submit", null, tag);
            return sent.Status == DraftStatus.Sent
                ? RedirectToPage("Sent", new { exchange = sent.ExchangeId, reference = sent.Reference })
                : RedirectToPage(new { Id });
        }
        catch (GatewayRefusal refusal)
            when (refusal.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed)
        {
            // What is wrong now is found again; a fault of the whole is told as it is.
            Faults = refusal.Faults.Count > 0 ? [] : [refusal.At("#answers")];
            return await OnGetAsync();
        }
    }
}
