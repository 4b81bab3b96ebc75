using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>What the person is writing.</summary>
internal sealed class DraftsModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<DraftView> Drafts { get; private set; } = [];
    public Paging Paging { get; private set; } = null!;

    public async Task OnGetAsync()
    {
        var begin = Paging.Begin(Request) is { } before ? $"&before={Uri.EscapeDataString(before)}" : "";
        (Drafts, var next) = await api.GetPageAsync<IReadOnlyList<DraftView>>($"api/v1/drafts?mine=true{begin}");
        Paging = Paging.Of(Request, next, "before");
    }
}
