using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Desk.Security;
using Exchange.Protocol.Life;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Pages;

/// <summary>One exchange: where it stands, what is open, and what happened, the newest first.</summary>
internal sealed class ExchangeModel(GatewayApi api, TimeProvider clock) : PageModel
{
    /// <summary>What of the timeline is shown; all, if nothing is chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public IReadOnlyList<HistoryGroup> Show { get; set; } = [];

    public ExchangeView Exchange { get; internal set; } = null!;
    public Section<IReadOnlyList<HistoryView>> History { get; private set; } = null!;

    public IEnumerable<TimelineEntry> Timeline => TimelineEntry.Of(History.Value ?? []);

    /// <summary>Below which entry the timeline goes on; if it is not given, it begins with the newest.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>Where the page asks whether something new came; null for who is not told, and for an earlier part of the timeline.</summary>
    public string? News { get; private set; }

    /// <summary>Earlier entries, of the same kinds; null at the end.</summary>
    public string? Next =>
        Paging.CursorOf(History.Next, "before") is { } next
            ? TimelineBelow(Exchange, next) + string.Concat(Show.Select(group => $"&show={group}"))
            : null;

    /// <summary>The address of the part of the timeline of an exchange that comes before an entry.</summary>
    internal static string TimelineBelow(ExchangeView exchange, string entry) =>
        $"/cases/{MessageId.Write(exchange.ExchangeId)}"
        + QueryString.Create("counterpart", exchange.Counterpart).Add("before", entry);

    /// <summary>What was sent and has no receipt yet, the oldest first.</summary>
    public IEnumerable<MessageView> Pending => (Exchange.Unsettled ?? []).Where(message => message.Transport == "sent");

    /// <summary>What the counterpart has refused, the oldest first.</summary>
    public IEnumerable<MessageView> Failed => (Exchange.Unsettled ?? []).Where(message => message.Transport == "refused");

    /// <summary>How many more messages of ours have no receipt, or were refused, than are shown.</summary>
    public int Unshown => (Exchange.UnsettledCount ?? 0) - (Exchange.Unsettled?.Count ?? 0);

    public string OwnParty => OwnPartyOf(Exchange);

    /// <summary>Our party, by the reference: OPENER-ASKED-YEAR-NUMBER. A party's own name may have a hyphen (<c>BGD-CID</c>).</summary>
    public static string OwnPartyOf(ExchangeView exchange)
    {
        var parties = string.Join('-', exchange.Reference.Split('-')[..^2]);
        return exchange.OpenedByUs ? parties[..^(exchange.Counterpart.Length + 1)] : parties[(exchange.Counterpart.Length + 1)..];
    }

    /// <summary>True for who sends messages.</summary>
    public bool MayWrite => User.Is(Role.Officer);

    /// <summary>What the person can do in it now, as the gateway says.</summary>
    public IReadOnlyList<CaseAction> Actions =>
        CaseAction.Of(Exchange.ExchangeId, Exchange.Counterpart, Exchange.Offers ?? [], Exchange.State);

    /// <summary>Why no step is to be taken in it any more, or none by this person; null where there is one.</summary>
    public string? NoAction =>
        !MayWrite ? "An officer writes what is sent in this case."
        : Actions.Any(action => action.IsStep && action.Kind != CaseKinds.Feedback) ? null
        : Exchange.State.Status switch
        {
            ExchangeStatus.Rejected or ExchangeStatus.Expired => "The message that opened this case was refused: nothing can be sent in it.",
            ExchangeStatus.Withdrawn => "This case was taken back: nothing is answered in it any more.",
            ExchangeStatus.Closed => "This case is closed: nothing is answered in it any more.",
            _ when Actions.Count == 0 => "Nothing can be sent in this case now.",
            _ => null,
        };

    public bool MayOpen => User.Is(Role.Officer, Role.Supervisor);

    /// <summary>Who looks at it, if it may assign it; null otherwise.</summary>
    public CallerView? Caller { get; private set; }

    public async Task<IActionResult> OnPostAssignAsync(
        Guid id,
        [FromForm] string counterpart,
        [FromForm] string? unit,
        [FromForm] string? officer,
        [FromForm] bool mine
    )
    {
        var query = QueryString.Create("counterpart", counterpart);
        if (mine)
            query = query.Add("mine", "true");
        if (!mine && unit is { Length: > 0 })
            query = query.Add("unit", unit);
        if (!mine && unit is { Length: > 0 } && officer?.Trim() is { Length: > 0 } name)
            query = query.Add("officer", name);
        await api.PostAsync<ExchangeView>($"api/v1/exchanges/{MessageId.Write(id)}/assign{query}");
        // Who has handed it to another unit sees it no more.
        return LocalRedirect("/");
    }

    public Task<IActionResult> OnPostHoldAsync(Guid id, [FromForm] string counterpart, [FromForm] string? reason) =>
        ChangeHoldAsync(
            id,
            counterpart,
            "hold",
            QueryString.Create("reason", reason ?? ""),
            CodeNames<HoldReason>.TryParse(reason ?? "", out _) ? null : new("#reason", "Choose a reason.", null)
        );

    public Task<IActionResult> OnPostLiftHoldAsync(Guid id, [FromForm] string counterpart, [FromForm] bool meant) =>
        ChangeHoldAsync(
            id,
            counterpart,
            "lift-hold",
            default,
            meant ? null : new("#meant", "Tick the box to confirm that the hold is lifted.", null)
        );

    private async Task<IActionResult> ChangeHoldAsync(Guid id, string counterpart, string step, QueryString query, GatewayFault? fault)
    {
        if (fault is null)
        {
            await api.PostAsync<ExchangeView>(
                $"api/v1/exchanges/{MessageId.Write(id)}/{step}{query.Add("counterpart", counterpart)}"
            );
            return RedirectToPage(new { id, counterpart });
        }

        Faults = [fault];
        await OnGetAsync(id, counterpart);
        return Page();
    }

    /// <summary>Makes a form that is sent twice one draft.</summary>
    public Guid Key { get; private set; }

    /// <summary>What was chosen to close it with, so that it need not be chosen again.</summary>
    public string? Outcome { get; private set; }

    /// <inheritdoc cref="Outcome"/>
    public string? Usefulness { get; private set; }

    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>True where feedback of ours has a place now.</summary>
    public bool MayClose => Actions.Any(action => action.Kind == CaseKinds.Feedback);

    /// <summary>Begins the feedback that closes the case, with its outcome. It is checked and sent as every message is.</summary>
    public async Task<IActionResult> OnPostCloseAsync(
        Guid id,
        [FromForm] string counterpart,
        [FromForm] Guid key,
        [FromForm] string? outcome,
        [FromForm] string? usefulness
    )
    {
        (Outcome, Usefulness, Faults) = (outcome, usefulness, [.. FaultsOf(outcome, usefulness)]);
        if (Faults.Count == 0)
        {
            var body = new JsonObject { ["outcome"] = outcome, ["usefulness"] = usefulness };
            var draft = new JsonObject
            {
                ["counterpart"] = counterpart,
                ["kind"] = CaseKinds.Feedback.Code,
                // It answers the message that opened the exchange, whatever was said since.
                ["exchangeId"] = MessageId.Write(id),
                ["message"] = new JsonObject { ["body"] = body },
            };
            var made = await api.PostAsync<DraftView>(
                "api/v1/drafts",
                Encoding.UTF8.GetBytes(draft.ToJsonString(ProtocolJson.Options)),
                key
            );
            return RedirectToPage("Draft", new { id = made.Id });
        }

        await OnGetAsync(id, counterpart);
        return Page();
    }

    private static IEnumerable<GatewayFault> FaultsOf(string? outcome, string? usefulness)
    {
        if (!CodeNames<FeedbackOutcome>.TryParse(outcome ?? "", out _))
            yield return new("#outcome", "Choose what came of it.", null);
        if (!CodeNames<Usefulness>.TryParse(usefulness ?? "", out _))
            yield return new("#usefulness", "Choose how useful the information was.", null);
    }

    public async Task OnGetAsync(Guid id, string? counterpart)
    {
        var query = counterpart is null ? "" : QueryString.Create("counterpart", counterpart).ToString();
        Key = MessageId.New(clock);
        Exchange = await api.GetAsync<ExchangeView>($"api/v1/exchanges/{MessageId.Write(id)}{query}");
        var page = QueryString.Create("counterpart", Exchange.Counterpart);
        if (Before is { } before)
            page = page.Add("before", before.ToString(CultureInfo.InvariantCulture));
        if (Show.Count > 0)
            page = page.Add("group", string.Join(',', Show.Select(CodeNames<HistoryGroup>.Write)));
        History = await api.TryGetAsync<IReadOnlyList<HistoryView>>($"api/v1/exchanges/{MessageId.Write(id)}/history{page}");
        Caller = MayOpen ? await api.GetAsync<CallerView>("api/v1/sessions/current") : null;
        if (!MayOpen || Before is not null)
            return;
        SafeHeaders.AllowOwnScript(Response);
        var known = Math.Max(Exchange.State.LastEntry, History.Value is [var newest, ..] ? newest.Index : 0);
        News =
            "/news"
            + QueryString
                .Create("from", (known + 1).ToString(CultureInfo.InvariantCulture))
                .Add("exchange", MessageId.Write(id))
                .Add("counterpart", Exchange.Counterpart);
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string counterpart, [FromForm] DateOnly? on)
    {
        var query = QueryString.Create("counterpart", counterpart);
        if (on is { } day)
            query = query.Add("on", ProtocolTime.Write(new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)));
        await api.PostAsync<ExchangeView>($"api/v1/exchanges/{MessageId.Write(id)}/bring-back{query}");
        return RedirectToPage(new { id, counterpart });
    }
}
