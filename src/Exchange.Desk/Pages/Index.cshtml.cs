using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>The work queues: what is waited for, the earliest due first, or all, the newest first.</summary>
internal sealed class IndexModel(GatewayApi api, TimeProvider clock) : PageModel
{
    public static IReadOnlyList<(string Key, string Name)> Queues { get; } = [("", "All"), ("ours", "We must act"), ("theirs", "Waiting for the counterpart"), ("overdue", "Overdue"), ("back", "Brought back")];

    [BindProperty(SupportsGet = true)]
    public string Queue { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    public IReadOnlyList<ExchangeView> Exchanges { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task OnGetAsync(string? before, string? dueBefore, string? dueAfter, string? bringBackBefore, string? bringBackAfter)
    {
        var query = QueryString.Create(Filter(before, dueBefore, dueAfter, bringBackBefore, bringBackAfter).Where(pair => pair.Value is { Length: > 0 }));
        (Exchanges, var next) = await api.GetPageAsync<IReadOnlyList<ExchangeView>>($"api/v1/exchanges{query}");
        Next = next is null ? null : $"/{next}&queue={Uri.EscapeDataString(Queue)}";
    }

    private IEnumerable<KeyValuePair<string, string?>> Filter(string? before, string? dueBefore, string? dueAfter, string? bringBackBefore, string? bringBackAfter) =>
    [
        new("kind", Kind),
        new("status", Status),
        new("reference", Reference?.Trim()),
        new("ourTurn", Queue switch { "ours" => "true", "theirs" => "false", _ => null }),
        new("dueBefore", Queue == "overdue" ? dueBefore ?? ProtocolTime.Write(clock.GetUtcNow()) : null),
        new("dueAfter", dueAfter),
        new("bringBackBefore", Queue == "back" ? bringBackBefore ?? ProtocolTime.Write(clock.GetUtcNow()) : null),
        new("bringBackAfter", bringBackAfter),
        new("before", before),
    ];
}
