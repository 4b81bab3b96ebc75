using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>What waits for a second person's release. Nobody finds an own draft here: one's own is never released by oneself.</summary>
internal sealed class ReleasesModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<DraftView> Drafts { get; private set; } = [];
    public Paging Paging { get; private set; } = null!;

    /// <summary>Where the page asks whether a release was asked for since; null for who is not told.</summary>
    public string? News { get; private set; }

    public async Task OnGetAsync()
    {
        News = await NewsModel.BeginAsync(this, api, NewsOf.Releases);
        var begin = Paging.Begin(Request) is { } before ? $"&before={Uri.EscapeDataString(before)}" : "";
        (Drafts, var next) = await api.GetPageAsync<IReadOnlyList<DraftView>>($"api/v1/drafts?status=awaiting-release&mine=false{begin}");
        Paging = Paging.Of(Request, next, "before");
    }
}
