using Exchange.Desk.Api;
using Exchange.Desk.Security;

namespace Exchange.Desk.Pages;

/// <summary>The work queues: what is waited for, the earliest due first, or all, the newest first.</summary>
internal sealed class IndexModel(GatewayApi api, DeskSettings settings, TimeProvider clock) : PageModel
{
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
        ];

    /// <summary>The units whose cases the person can ask for; none if the party has none.</summary>
    public IReadOnlyList<string> Units { get; private set; } = [];

    /// <summary>True if the list has no cases of other units.</summary>
    public bool IsOfUnits => api.HasWithheld;

    [BindProperty(SupportsGet = true)]
    public string Queue { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Unit { get; set; }

    public IReadOnlyList<ExchangeView> Exchanges { get; private set; } = [];
    public string? Next { get; private set; }

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

    public async Task<IActionResult> OnGetAsync(
        string? before,
        string? dueBefore,
        string? dueAfter,
        string? bringBackBefore,
        string? bringBackAfter
    )
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
        var query = QueryString.Create(
            Filter(before, dueBefore, dueAfter, bringBackBefore, bringBackAfter).Where(pair => pair.Value is { Length: > 0 })
        );
        (Exchanges, var next) = await api.GetPageAsync<IReadOnlyList<ExchangeView>>($"api/v1/exchanges{query}");
        Next = next is null ? null : $"/{next}&queue={Uri.EscapeDataString(Queue)}";
        if (User.Is(Role.Officer, Role.Supervisor))
        {
            _counts = await api.GetAsync<QueuesView>("api/v1/exchanges/queues");
            var caller = await api.GetAsync<CallerView>("api/v1/sessions/current");
            Units = caller.UnitsOfParty.Count == 0 ? [] : caller.Units;
        }

        return Page();
    }

    private IEnumerable<KeyValuePair<string, string?>> Filter(
        string? before,
        string? dueBefore,
        string? dueAfter,
        string? bringBackBefore,
        string? bringBackAfter
    ) =>
        [
            new("kind", Kind),
            new("status", Status),
            new("reference", Reference?.Trim()),
            new("unit", Unit),
            new(
                "queue",
                Queue switch
                {
                    "mine" => "mine",
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
            new("dueBefore", Queue == "overdue" ? dueBefore ?? ProtocolTime.Write(clock.GetUtcNow()) : null),
            new("dueAfter", dueAfter),
            new("bringBackBefore", Queue == "back" ? bringBackBefore ?? ProtocolTime.Write(clock.GetUtcNow()) : null),
            new("bringBackAfter", bringBackAfter),
            new("before", before),
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
