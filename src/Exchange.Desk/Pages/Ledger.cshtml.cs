using System.Globalization;
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

    [BindProperty(SupportsGet = true)]
    public string? Until { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Counterpart { get; set; }

    public LedgerView Ledger { get; private set; } = null!;
    public IReadOnlyList<(long Index, DateTimeOffset? At, JsonNode Leaf, string? ActorName)> Entries { get; private set; } = [];
    public Paging Paging { get; private set; } = null!;

    /// <summary>Who did what is listed, by names; whom the ledger names by what they are, the page knows.</summary>
    public IEnumerable<string> ActorNames => Entries.Select(entry => entry.ActorName).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    /// <summary>The actor that is asked for by its name, as far as it is known.</summary>
    public string? ActorName => Entries.FirstOrDefault(entry => $"{entry.Leaf["actor"]}" == Actor).ActorName;

    public async Task OnGetAsync()
    {
        Ledger = await api.GetAsync<LedgerView>("api/v1/ledger");
        var found = await api.GetAsync<FoundEntriesView>($"api/v1/ledger/search{Query}");
        Entries = [.. found.Entries.Select(Read)];
        Paging = Paging.Before(Request, found.Next?.ToString(CultureInfo.InvariantCulture));
    }

    private static (long Index, DateTimeOffset? At, JsonNode Leaf, string? ActorName) Read(FoundEntriesView.Entry entry)
    {
        var leaf = JsonNode.Parse(entry.Leaf)!;
        return (entry.Index, ProtocolTime.TryParse($"{leaf["at"]}", out var at) ? at : null, leaf, entry.ActorName);
    }

    // A day, or a minute as people write it; what is neither, the gateway refuses.
    private static string? ExactOf(string? typed) =>
        DateTimeOffset.TryParseExact(
            typed?.Trim(),
            ["yyyy-MM-dd", "yyyy-MM-dd HH:mm"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? ProtocolTime.Write(time)
            : typed?.Trim();

    private QueryString Query =>
        QueryString.Create(
            new KeyValuePair<string, string?>[]
            {
                new("event", Event),
                new("actor", Actor),
                new("since", ExactOf(Since)),
                new("until", ExactOf(Until)),
                new("counterpart", Counterpart?.Trim()),
                new("before", Paging.Begin(Request)),
            }.Where(pair => pair.Value is { Length: > 0 })
        );
}
