using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
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

    /// <summary>The case in which it follows; null for a new one.</summary>
    public ExchangeView? Case { get; private set; }

    /// <summary>The kinds that the gateway offers in answer to that message; of a new case, those that open one.</summary>
    public IReadOnlyList<CaseKind> Choices =>
        [.. CaseKinds.All.Where(kind => Case is null ? kind.Opens : Offered.Any(offer => offer.Kind == kind.Code))];

    /// <summary>True if what is wanted, or anything in answer to that message, cannot be sent now.</summary>
    public bool IsRefused => Case is not null && (Choices.Count == 0 || (Kind is not null && Choices.All(kind => kind.Code != Kind)));

    /// <summary>For a response: the questions that have no outcome yet, with their texts as far as they can be read.</summary>
    public IReadOnlyList<(int Number, string? Text)> Questions { get; private set; } = [];

    /// <summary>The questions that were ticked; all are if none was asked for.</summary>
    [BindProperty(SupportsGet = true)]
    public IReadOnlyList<int> Question { get; set; } = [];

    /// <summary>True if the questions were there to be ticked.</summary>
    [BindProperty]
    public bool Chosen { get; set; }

    public bool IsChosen(int number) => (Question.Count == 0 && !Chosen) || Question.Contains(number);

    private IEnumerable<OfferView> Offered => (Case?.Offers ?? []).Where(offer => offer.InReplyTo == To);

    public async Task OnGetAsync()
    {
        // A key belongs to what was posted with it.
        Key = MessageId.New(clock);
        ModelState.Clear();
        if (To is not { } answered || Exchange is not { } exchange)
        {
            Counterparts = [.. (await api.GetAsync<IReadOnlyList<LinkView>>("api/v1/links")).Select(link => link.Counterpart)];
            return;
        }

        Case = await CaseAsync(exchange);
        if (!IsRefused && Kind == CaseKinds.Response.Code)
            Questions = await QuestionsAsync(Case, answered);
    }

    private Task<ExchangeView> CaseAsync(Guid exchange) =>
        api.GetAsync<ExchangeView>(
            $"api/v1/exchanges/{MessageId.Write(exchange)}{(Counterpart is null ? "" : QueryString.Create("counterpart", Counterpart))}"
        );

    public async Task<IActionResult> OnPostAsync(IFormFile? file)
    {
        if (Kind is null || CaseKinds.Find(Kind) is not { } kind || !(To is null ? kind.Opens : kind.Follows))
            return await RefuseAsync("#kind", "Choose a kind.");
        if (!PartyName.TryParse(Counterpart, out var counterpart))
            return await RefuseAsync("#counterpart", "Choose a counterpart.");
        var (message, fault) = file is null ? ([], null) : await MessageFile.ReadAsync(file, Kind);
        if (message is null)
            return await RefuseAsync("#file", fault!);
        try
        {
            if (file is null && kind == CaseKinds.Response && Exchange is { } exchange)
                message["body"] = new JsonObject { ["answers"] = await AnswersAsync(exchange) };
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

    // An answer for each question that has none yet, unless its author has chosen among them, so that none is forgotten.
    private async Task<JsonArray> AnswersAsync(Guid exchange)
    {
        var questions = Chosen ? Question : (await CaseAsync(exchange)).State.OpenQuestions;
        return [.. questions.Select(number => new JsonObject { ["question"] = number })];
    }

    // Who answers is shown what was asked; that it was opened, the gateway records.
    private async Task<IReadOnlyList<(int, string?)>> QuestionsAsync(ExchangeView exchange, Guid asked)
    {
        if (exchange.State.OpenQuestions.Count == 0)
            return [];
        var sender = exchange.OpenedByUs ? "" : QueryString.Create("sender", exchange.Counterpart).ToString();
        IList<JsonNode?> texts = [];
        try
        {
            var opened = await api.TryGetAsync<MessageView>($"api/v1/messages/{MessageId.Write(asked)}/content{sender}");
            texts = opened.Value?.Message?["body"]?["questions"] as JsonArray ?? [];
        }
        catch (GatewayRefusal refusal) when (refusal.Code == "withheld")
        {
            // They are answered by their numbers.
        }

        return
        [
            .. exchange.State.OpenQuestions.Select(number =>
                (number, (string?)texts.FirstOrDefault(question => (int?)question?["number"] == number)?["text"])
            ),
        ];
    }

    private Task<IActionResult> RefuseAsync(string where, string text) => RefuseAsync(new(where, text, null));

    private async Task<IActionResult> RefuseAsync(GatewayFault fault)
    {
        Faults = [fault];
        await OnGetAsync();
        return Page();
    }
}
