using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>What the person is writing.</summary>
internal sealed class DraftsModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<DraftView> Drafts { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task OnGetAsync() =>
        (Drafts, Next) = await api.GetPageAsync<IReadOnlyList<DraftView>>(
            $"api/v1/drafts{(Request.QueryString.HasValue ? Request.QueryString : new("?mine=true"))}"
        );
}
