using System.Net;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;

namespace Exchange.Desk.Pages;

/// <summary>
/// All that would leave with a draft, as the gateway says it. It is released by the digest of what is shown, or returned by its version,
/// with a reason.
/// </summary>
internal sealed class ReviewModel(GatewayApi api, KindForms forms) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public DraftView Draft { get; private set; } = null!;
    public OutgoingView Outgoing { get; private set; } = null!;

    /// <summary>The message that would leave, in full.</summary>
    public MessageForm Said { get; private set; } = null!;

    /// <summary>
    /// Where the message differs from what it said when its release was last asked for; null if it was not asked for before.
    /// </summary>
    public IReadOnlyList<MessageChange>? Changes { get; private set; }

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    private string Path => $"api/v1/drafts/{MessageId.Write(Id)}";

    public async Task<IActionResult> OnGetAsync()
    {
        // One view of it is one entry in the ledger.
        Draft = await api.GetAsync<DraftView>($"{Path}?outgoing=true");
        if (Draft.Status == DraftStatus.Sent)
            return RedirectToPage("Sent", new { exchange = Draft.ExchangeId, reference = Draft.Reference });
        if (Draft.Status != DraftStatus.AwaitingRelease)
            return RedirectToPage("Releases");
        Outgoing = Draft.Outgoing!;
        var shape = await forms.ShapeAsync(api, CaseKinds.Find(Outgoing.Kind)!);
        Said = new(shape, Outgoing.Message) { Asked = Draft.Asked ?? [] };
        if (Draft is { Former: { } former, Message: { } message })
        {
            MessageForm FormOf(System.Text.Json.JsonElement said) => new(shape, JsonObject.Create(said)!) { Asked = Said.Asked };
            Changes = [.. MessageChanges.Between(FormOf(former), FormOf(message))];
        }

        return Page();
    }

    public Task<IActionResult> OnPostReleaseAsync([FromForm] string digest) =>
        DecideAsync(async () =>
        {
            var sent = await api.PostAsync<DraftView>($"{Path}/release", new JsonObject { ["digest"] = digest });
            return RedirectToPage("Sent", new { exchange = sent.ExchangeId, reference = sent.Reference });
        });

    public async Task<IActionResult> OnPostReturnAsync([FromForm] string? reason, [FromForm] long seen)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            Faults = [new("#reason", "Say why it is returned.", null)];
            return await OnGetAsync();
        }

        return await DecideAsync(async () =>
        {
            await api.PostTaggedAsync<DraftView>(
                $"{Path}/return",
                new DraftReturn(reason.ReplaceLineEndings("\n")),
                FormattableString.Invariant($"\"{seen}\"")
            );
            return RedirectToPage("Releases");
        });
    }

    // What has changed in the meantime is shown anew, and nothing was decided.
    private async Task<IActionResult> DecideAsync(Func<Task<IActionResult>> decide)
    {
        try
        {
            return await decide();
        }
        catch (GatewayRefusal refusal)
            when (refusal.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity)
        {
            Faults = [refusal.At("#outgoing")];
            return await OnGetAsync();
        }
    }
}
