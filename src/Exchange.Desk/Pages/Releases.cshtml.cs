using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>What waits for a second person's release. Nobody finds an own draft here: one's own is never released by oneself.</summary>
internal sealed class ReleasesModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<DraftView> Drafts { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task OnGetAsync() =>
        (Drafts, Next) = await api.GetPageAsync<IReadOnlyList<DraftView>>(
            $"api/v1/drafts{(Request.QueryString.HasValue ? Request.QueryString : new("?status=awaiting-release&mine=false"))}"
        );
}
