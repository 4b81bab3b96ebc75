using Exchange.Desk.Api;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Pages;

/// <summary>How far exchanges have come and how long answers took. The tables are the source; the charts show the same.</summary>
internal sealed class FiguresModel(GatewayApi api, TimeProvider clock) : PageModel
{
    /// <summary>Of the last so many days.</summary>
    [BindProperty(SupportsGet = true)]
    public int Days { get; set; } = 90;

    public static IReadOnlyList<int> Choices { get; } = [7, 30, 90, 365];

    public FiguresView Figures { get; private set; } = null!;

    /// <summary>Where the page asks whether something changed since; null for who is not told.</summary>
    public string? News { get; private set; }

    public Chart Outcomes =>
        new(
            "outcomes",
            "Cases by status",
            [
                .. Figures
                    .Outcomes.GroupBy(figure => figure.Status)
                    .OrderBy(group => group.Key)
                    .Select(group => new Bar(Wording.Of(group.Key), group.Sum(figure => figure.Count))),
            ]
        );

    public Chart Feedback =>
        new(
            "feedback",
            "What came of the information",
            [
                .. Enum.GetValues<FeedbackOutcome>()
                    .Select(outcome => new Bar(
                        Wording.Of(outcome),
                        Figures.Feedback.Where(figure => figure.Outcome == outcome).Sum(figure => figure.Count)
                    )),
            ]
        );

    public Chart Delays(bool openedByUs) =>
        new(
            openedByUs ? "theirs" : "ours",
            openedByUs ? "How long their answers took" : "How long our answers took",
            [
                .. Enum.GetValues<DelayBand>()
                    .Select(band => new Bar(
                        Wording.Of(band),
                        Figures.Delays.Where(figure => figure.OpenedByUs == openedByUs && figure.Band == band).Sum(figure => figure.Count)
                    )),
            ]
        );

    public async Task OnGetAsync()
    {
        if (!Choices.Contains(Days))
            Days = 90;
        News = await NewsModel.BeginAsync(this, api, NewsOf.Board);
        Figures = await api.GetAsync<FiguresView>(
            $"api/v1/figures{QueryString.Create("since", ProtocolTime.Write(clock.GetUtcNow().AddDays(-Days)))}"
        );
    }
}

/// <summary>Counts by name, shown as a table and as bars beside it.</summary>
/// <param name="Id">For its parts on the page.</param>
internal sealed record Chart(string Id, string Title, IReadOnlyList<Bar> Bars)
{
    public long Most => Math.Max(1, Bars.Count == 0 ? 1 : Bars.Max(bar => bar.Count));
    public long All => Bars.Sum(bar => bar.Count);
}

internal sealed record Bar(string Name, long Count);
