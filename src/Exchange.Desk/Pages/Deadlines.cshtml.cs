using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>Every answer that is awaited, by when it is due: what is late, and what is next.</summary>
internal sealed class DeadlinesModel(GatewayApi api, TimeProvider clock) : PageModel
{
    // Nothing is due later: due times are at most 90 days and their extensions ahead.
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(3650);

    /// <summary>The thresholds at which a due time is marked, here and in the lists.</summary>
    public static readonly TimeSpan First = TimeSpan.FromDays(3);

    /// <inheritdoc cref="First"/>
    public static readonly TimeSpan Last = TimeSpan.FromDays(1);

    /// <summary>Bounds of the columns, from now on; the last has none.</summary>
    private static readonly (string Name, TimeSpan Until)[] Bounds =
    [
        ("Overdue", TimeSpan.Zero),
        ("Due within a day", Last),
        ("Due within three days", First),
        ("Due later", TimeSpan.MaxValue),
    ];

    private IReadOnlyList<ExchangeView> _exchanges = [];
    private DateTimeOffset _now;

    public Paging Paging { get; private set; } = null!;

    /// <summary>Where the page asks whether something changed since; null for who is not told.</summary>
    public string? News { get; private set; }

    public IEnumerable<(string Name, IReadOnlyList<ExchangeView> Exchanges)> Columns =>
        Bounds.Select(
            (bound, at) =>
                (
                    bound.Name,
                    (IReadOnlyList<ExchangeView>)
                        [
                            .. _exchanges.Where(exchange =>
                                exchange.State.DueAt - _now is { } left && left < bound.Until && (at == 0 || left >= Bounds[at - 1].Until)
                            ),
                        ]
                )
        );

    public async Task OnGetAsync()
    {
        _now = clock.GetUtcNow();
        News = await NewsModel.BeginAsync(this, api, NewsOf.Board);
        var query = QueryString.Create("dueBefore", ProtocolTime.Write(_now + Horizon));
        if (Paging.Begin(Request) is { } after)
            query = query.Add("dueAfter", after);
        (_exchanges, var next) = await api.GetPageAsync<IReadOnlyList<ExchangeView>>($"api/v1/exchanges{query}");
        Paging = Paging.Of(Request, next, "dueAfter");
    }
}
