using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.Desk.Pages;

/// <summary>Begins a draft: of which kind, to whom, and, if there is one, from a file.</summary>
internal sealed class WriteModel(GatewayApi api, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>The message that is answered; null for a new case.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? To { get; set; }

    /// <summary>The case of that message.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Exchange { get; set; }

    /// <summary>Makes a form that is sent twice one draft.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Counterpart { get; set; }

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];
    public IReadOnlyList<string> Counterparts { get; private set; } = [];
    public IEnumerable<CaseKind> Choices => CaseKinds.All.Where(kind => To is null ? kind.Opens : kind.Follows);

    public async Task OnGetAsync()
    {
        // A key belongs to what was posted with it.
        Key = MessageId.New(clock);
        ModelState.Clear();
        Counterparts = To is null
            ? [.. (await api.GetAsync<IReadOnlyList<LinkView>>("api/v1/links")).Select(link => link.Counterpart)]
            : [];
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file)
    {
        if (Kind is null || Choices.All(kind => kind.Code != Kind))
            return await RefuseAsync("#kind", "Choose a kind.");
        if (!PartyName.TryParse(Counterpart, out var counterpart))
            return await RefuseAsync("#counterpart", "Choose a counterpart.");
        var (message, fault) = file is null ? ([], null) : await MessageFile.ReadAsync(file, Kind);
        if (message is null)
            return await RefuseAsync("#file", fault!);
        try
        {
            if (file is null && Kind == CaseKinds.Response.Code && To is { } asked && Exchange is { } exchange)
                message["body"] = new JsonObject { ["answers"] = await QuestionsAsync(counterpart, exchange, asked) };
            var wanted = new NewDraft(counterpart, Kind, JsonSerializer.SerializeToElement<JsonNode>(message))
            {
                ExchangeId = Exchange,
                InReplyTo = To,
            };
            var draft = await api.PostAsync<DraftView>(
                "api/v1/drafts",
                JsonSerializer.SerializeToUtf8Bytes(wanted, ProtocolJson.Options),
                Key
            );
            return RedirectToPage("Draft", new { id = draft.Id, check = file is not null ? "true" : null });
        }
        catch (GatewayRefusal refusal) when (refusal.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict)
        {
            return await RefuseAsync(refusal.Faults is [var first, ..] ? first with { Pointer = "#kind" } : refusal.At("#kind"));
        }
    }

    // The first response has an answer for each question, so that none is forgotten. What a later one answers, its author knows.
    private async Task<JsonArray> QuestionsAsync(PartyName counterpart, Guid exchange, Guid asked)
    {
        var query = QueryString.Create("counterpart", counterpart.Value);
        var known = await api.GetAsync<ExchangeView>($"api/v1/exchanges/{MessageId.Write(exchange)}{query}");
        // Of a long case, the earliest messages are not with it; how far it has come says whether there was one.
        if (
            known.State.Status is ExchangeStatus.PartiallyAnswered or ExchangeStatus.Answered
            || (known.Messages ?? []).Any(message => message.Outgoing && message.Kind == CaseKinds.Response)
        )
        {
            return [];
        }

        var opened = await api.GetAsync<MessageView>(
            $"api/v1/messages/{MessageId.Write(asked)}/content{QueryString.Create("sender", counterpart.Value)}"
        );
        var questions = opened.Message?["body"]?["questions"] as JsonArray ?? [];
        return opened.Kind == CaseKinds.Request
            ? [.. questions.Select(question => new JsonObject { ["question"] = question?["number"]?.DeepClone() })]
            : [];
    }

    private Task<IActionResult> RefuseAsync(string where, string text) => RefuseAsync(new(where, text, null));

    private async Task<IActionResult> RefuseAsync(GatewayFault fault)
    {
        Faults = [fault];
        await OnGetAsync();
        return Page();
    }
}
