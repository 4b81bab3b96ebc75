using System.Text.Json.Nodes;
using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>The ledger, for auditors: every look is recorded.</summary>
internal sealed class LedgerModel(GatewayApi api) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Event { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Actor { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Since { get; set; }

    public LedgerView Ledger { get; private set; } = null!;
    public IReadOnlyList<(long Index, JsonNode Leaf)> Entries { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task OnGetAsync(long from = 0)
    {
        Ledger = await api.GetAsync<LedgerView>("api/v1/ledger");
        var found = await api.GetAsync<FoundEntriesView>($"api/v1/ledger/search{QueryOf(from)}");
        Entries = [.. found.Entries.Select(entry => (entry.Index, JsonNode.Parse(entry.Leaf)!))];
        Next = found.Next is { } next ? $"/ledger{QueryOf(next)}" : null;
    }

    private QueryString QueryOf(long from) =>
        QueryString.Create(
            new KeyValuePair<string, string?>[]
            {
                new("event", Event),
                new("actor", Actor),
                new("since", Since),
                new("from", from.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            }.Where(pair => pair.Value is { Length: > 0 })
        );
}
