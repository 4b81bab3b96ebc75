using System.Net;
using System.Text;
using Exchange.Desk.Api;
using Exchange.Protocol.Schemas;

namespace Exchange.Desk.Pages;

/// <summary>A message as text or file, through the same validation as every other.</summary>
internal sealed class WriteModel(GatewayApi api, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = CaseKinds.Request.Code;

    /// <summary>The message that is answered; null for a new case.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? To { get; set; }

    /// <summary>Makes a form that is sent twice one message.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public string Text { get; set; } = "";

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];
    public IEnumerable<CaseKind> Choices => CaseKinds.All.Where(kind => To is null ? kind.Opens : kind.Follows);

    public IActionResult OnGet()
    {
        if (CaseKinds.Find(Kind) is not { } kind)
            return NotFound();
        Key = MessageId.New(clock);
        Text = Example(kind);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file)
    {
        if (CaseKinds.Find(Kind) is not { } kind)
            return NotFound();
        if (file is { Length: > 0 })
        {
            using var reader = new StreamReader(file.OpenReadStream(), new UTF8Encoding(false, throwOnInvalidBytes: false));
            Text = await reader.ReadToEndAsync();
        }

        try
        {
            var path = To is { } message ? $"api/v1/messages/{MessageId.Write(message)}/{kind.Verb}" : "api/v1/messages";
            var sent = await api.PostAsync<SubmittedView>(path, Encoding.UTF8.GetBytes(Text), Key);
            return RedirectToPage("Sent", new { id = sent.MessageId, exchange = sent.ExchangeId, reference = sent.Reference });
        }
        catch (GatewayRefusal refusal) when (refusal.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict or HttpStatusCode.BadRequest)
        {
            Faults = refusal.Faults.Count > 0 ? refusal.Faults : [new("#text", refusal.Detail ?? refusal.Message, refusal.Code)];
            // The key belongs to what was refused.
            Key = MessageId.New(clock);
            ModelState.Clear();
            return Page();
        }
    }

    private static string Example(CaseKind kind) => KindExamples.Of(kind)[0].Json;
}
