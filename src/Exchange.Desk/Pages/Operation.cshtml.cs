using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>What an operator looks after, on one page. Each part is fetched by itself, so that one that fails hides no other.</summary>
internal sealed class OperationModel(GatewayApi api) : PageModel
{
    public Section<Readiness> Readiness { get; private set; } = null!;
    public Section<IReadOnlyList<LinkView>> Links { get; private set; } = null!;
    public Section<LedgerView> Ledger { get; private set; } = null!;
    public Section<IReadOnlyList<CertificateView>> Certificates { get; private set; } = null!;
    public Section<IReadOnlyList<QuarantinedView>> Quarantine { get; private set; } = null!;
    public Section<IReadOnlyList<SettingView>> Settings { get; private set; } = null!;

    /// <summary>Of what is quarantined.</summary>
    public Paging Paging { get; private set; } = null!;

    private string QuarantineQuery => Paging.Begin(Request, "quarantine") is { } begin ? $"?before={Uri.EscapeDataString(begin)}" : "";

    public async Task OnGetAsync()
    {
        var (readiness, links, ledger) = (
            api.ReadinessAsync(),
            api.TryGetAsync<IReadOnlyList<LinkView>>("api/v1/links"),
            api.TryGetAsync<LedgerView>("api/v1/ledger")
        );
        var (certificates, quarantine) = (
            api.TryGetAsync<IReadOnlyList<CertificateView>>("api/v1/certificates"),
            api.TryGetAsync<IReadOnlyList<QuarantinedView>>($"api/v1/quarantine{QuarantineQuery}")
        );
        var settings = api.TryGetAsync<IReadOnlyList<SettingView>>("api/v1/settings");
        await Task.WhenAll(readiness, links, ledger, certificates, quarantine, settings);
        (Readiness, Links, Ledger) = (await readiness, await links, await ledger);
        (Certificates, Quarantine, Settings) = (await certificates, await quarantine, await settings);
        Paging = Paging.Of(Request, Quarantine.Next, "before", "quarantine");
    }
}
