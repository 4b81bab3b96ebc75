using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>The ledger and the cards as files, with which an auditor verifies it elsewhere, without trusting this gateway.</summary>
internal sealed class ExportModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<string> Cards { get; private set; } = [];
    public LedgerView Ledger { get; private set; } = null!;

    public async Task OnGetAsync() =>
        (Cards, Ledger) = (
            await api.GetAsync<IReadOnlyList<string>>("api/v1/ledger/cards"),
            await api.GetAsync<LedgerView>("api/v1/ledger")
        );

    public async Task<IActionResult> OnGetArchiveAsync() =>
        File(await api.GetFileAsync("api/v1/ledger/archive"), "application/zip", "ledger.zip");

    public async Task<IActionResult> OnGetCardAsync(string name) =>
        File(await api.GetFileAsync($"api/v1/ledger/cards/{Uri.EscapeDataString(name)}"), "application/json", Path.GetFileName(name));
}
