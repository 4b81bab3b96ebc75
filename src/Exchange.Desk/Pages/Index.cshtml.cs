using System.Diagnostics.CodeAnalysis;
using Exchange.Desk.Api;
using Exchange.Desk.Security;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Pages;

/// <summary>The work queues: what is waited for, the earliest due first, or all, the newest first.</summary>
internal sealed class IndexModel(GatewayApi api, DeskSettings settings, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    // Before where a page begins that has no due times.
    private const char Undated = '-';

    private QueuesView? _counts;

    /// <summary>The queues, each with what is in it; those of units only where there are units.</summary>
    public IEnumerable<WorkQueue> Queues =>
        [
            new("", "All", null),
            .. Units.Count == 0
                ? []
                : (WorkQueue[])
                    [
                        new("mine", "Mine", _counts?.Mine),
                        new("units", "My unit's", _counts?.MyUnits),
                        new("unassigned", "Unassigned", _counts?.Unassigned),
                    ],
            new("ours", "We must act", _counts?.Ours),
            new("theirs", "Waiting for the counterpart", _counts?.Theirs),
            new("overdue", "Overdue", _counts?.Overdue),
            new("back", "Brought back", _counts?.BroughtBack),
            new("held", "On hold", null),
        ];

    /// <summary>How many messages wait for the person's release; null if it releases none.</summary>
    public string? Reviews { get; private set; }

    /// <summary>Where the page asks whether something new came; null for who is not told.</summary>
    public string? News { get; private set; }

    /// <summary>The units whose cases the person can ask for; none if the party has none.</summary>
    public IReadOnlyList<string> Units { get; private set; } = [];

    /// <summary>True if the list has no cases of other units.</summary>
    public bool IsOfUnits => api.HasWithheld;

    [BindProperty(SupportsGet = true)]
    [AllowNull]
    public string Queue
    {
        get;
        // An empty one in the address is none.
        set => field = value ?? "";
    } = "";

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Unit { get; set; }

    public IReadOnlyList<ExchangeView> Exchanges { get; private set; } = [];
    public Paging Paging { get; private set; } = null!;

    /// <summary>The address of a queue, with the filters that are set.</summary>
    public string AddressOf(string queue) =>
        "/"
        + QueryString.Create(
            new KeyValuePair<string, string?>[]
            {
                new("queue", queue),
                new("kind", Kind),
                new("status", Status),
                new("reference", Reference),
                new("unit", Unit),
            }.Where(pair => pair.Key == "queue" || pair.Value is { Length: > 0 })
        );

    public async Task<IActionResult> OnGetAsync()
    {
        // Queue and filters stay until they are changed: who comes back to the page finds them as they were.
        var cookie = settings.CookieName("desk-cases");
        if (!Request.QueryString.HasValue && Request.Cookies[cookie] is { Length: > 1 } last && last[0] == '?')
            return LocalRedirect("/" + last);
        Response.Cookies.Append(
            cookie,
            AddressOf(Queue)[1..],
            new()
            {
                HttpOnly = true,
                IsEssential = true,
                Path = "/",
                SameSite = SameSiteMode.Strict,
                Secure = settings.IsHttps,
            }
        );
        // Asked first: what comes while the list is read is new.
        News = await NewsModel.BeginAsync(this, api, NewsOf.Cases);
        (Exchanges, var next) = await ReadAsync(Paging.Begin(Request));
        Paging = Paging.Before(Request, next);
        if (User.Is(Role.Officer, Role.Supervisor))
        {
            _counts = await api.GetAsync<QueuesView>("api/v1/exchanges/queues");
            var caller = await api.GetAsync<CallerView>("api/v1/sessions/current");
            Units = caller.UnitsOfParty.Count == 0 ? [] : caller.Units;
        }

        if (User.Is(Role.Supervisor))
        {
            var (asked, more) = await api.GetPageAsync<IReadOnlyList<DraftView>>("api/v1/drafts?status=awaiting-release&mine=false");
            Reviews = more is null ? $"({asked.Count})" : $"({asked.Count}+)";
        }

        return Page();
    }

    /// <summary>The same queue with the same filters as a file for a spreadsheet.</summary>
    public async Task<IActionResult> OnGetCsvAsync()
    {
        // A refusal is a page, as long as the file has not begun.
        var (first, next) = await ReadAsync(null);
        return Csv.File("cases.csv", RowsAsync(first, next));
    }

    private async IAsyncEnumerable<IEnumerable<string?>> RowsAsync(IReadOnlyList<ExchangeView> page, string? next)
    {
        string[] heads = ["Reference", "Kind", "Counterpart", "Urgency", "Handling", "Status", "Outcome", "Turn", "Due", "Assigned to", "Opened"];
        yield return heads.Select(head => words[head].Value);
        while (true)
        {
            foreach (var exchange in page)
                yield return RowOf(exchange);
            if (next is null)
                yield break;
            (page, next) = await ReadAsync(next);
        }
    }

    /// <summary>One page of the queue: of what must be done the earliest due first, and after all of these what has no due time.</summary>
    private async Task<(IReadOnlyList<ExchangeView> Page, string? Next)> ReadAsync(string? begin)
    {
        if (Queue is not ("mine" or "units" or "unassigned" or "ours" or "theirs"))
            return await ReadAsync([], Cursor, begin);
        if (begin is [Undated, .. var rest])
            return await ReadUndatedAsync(rest);
        var horizon = ProtocolTime.Write(clock.GetUtcNow() + DeadlinesModel.Horizon);
        var (dated, next) = await ReadAsync([new("dueBefore", horizon)], "dueAfter", begin);
        if (next is not null)
            return (dated, next);
        var (undated, more) = await ReadUndatedAsync(null);
        return ([.. dated, .. undated], more);
    }

    private async Task<(IReadOnlyList<ExchangeView> Page, string? Next)> ReadUndatedAsync(string? begin)
    {
        var (page, next) = await ReadAsync([new("withoutDue", "true")], "before", begin);
        return (page, next is null ? null : Undated + next);
    }

    private async Task<(IReadOnlyList<ExchangeView> Page, string? Next)> ReadAsync(
        IEnumerable<KeyValuePair<string, string?>> more,
        string cursor,
        string? begin
    )
    {
        var query = QueryString.Create(
            Filter().Concat(more).Append(new(cursor, begin)).Where(pair => pair.Value is { Length: > 0 })
        );
        var (page, next) = await api.GetPageAsync<IReadOnlyList<ExchangeView>>($"api/v1/exchanges{query}");
        return (page, Paging.CursorOf(next, cursor));
    }

    private IEnumerable<string?> RowOf(ExchangeView exchange) =>
        [
            exchange.Reference,
            words[Wording.Of(exchange.State.Kind)],
            Countries.PartyWithCode(exchange.Counterpart),
            exchange.State.Urgency is { } urgency ? words[Wording.Of(urgency)] : "",
            exchange.Classification is { } classification
                ? $"{words[Wording.Of(classification)].Value} {string.Join(' ', exchange.HandlingCodes ?? [])}"
                : "",
            words[Wording.Of(exchange.State.Status)],
            exchange.State.Outcome is { } outcome ? words[Wording.Of(outcome)] : "",
            exchange.State.OurTurn switch
            {
                true => words["Ours"],
                false => Countries.Party(exchange.Counterpart),
                null => words["none"],
            },
            exchange.State.DueAt is { } due ? ProtocolTime.Write(due) : "",
            $"{exchange.Officer} {exchange.Unit}",
            ProtocolTime.Write(exchange.OpenedAt),
        ];

    // By what the gateway orders the queue.
    private string Cursor =>
        Queue switch
        {
            "overdue" => "dueAfter",
            "back" => "bringBackAfter",
            _ => "before",
        };

    private IEnumerable<KeyValuePair<string, string?>> Filter() =>
        [
            new("kind", Kind),
            new("status", Status),
            new("reference", Reference?.Trim()),
            new("unit", Unit),
            new(
                "queue",
                Queue switch
                {
                    "mine" or "held" => Queue,
                    "units" => "my-units",
                    "unassigned" => "unassigned",
                    _ => null,
                }
            ),
            new(
                "ourTurn",
                Queue switch
                {
                    "ours" => "true",
                    "theirs" => "false",
                    _ => null,
                }
            ),
            new("dueBefore", Queue == "overdue" ? ProtocolTime.Write(clock.GetUtcNow()) : null),
            new("bringBackBefore", Queue == "back" ? ProtocolTime.Write(clock.GetUtcNow()) : null),
        ];
}

/// <summary>A queue of the person's work.</summary>
/// <param name="Key">In the address of the page.</param>
/// <param name="Name">What it is called, in English.</param>
/// <param name="Count">How many cases it has; null if that is not counted.</param>
internal sealed record WorkQueue(string Key, string Name, int? Count)
{
    public string? Text =>
        Count is null ? null
        : Count >= QueuesView.Most ? $"({QueuesView.Most}+)"
        : $"({Count})";
}
