using Exchange.Desk.Pages;

namespace Exchange.Tests.Desk;

/// <summary>What the page of an exchange derives from what the gateway says.</summary>
internal sealed class ExchangePageTests
{
    [TestCase("BGD-MYS-2026-000001", "MYS", true, "BGD")]
    [TestCase("MYS-BGD-2026-000001", "MYS", false, "BGD")]
    [TestCase("BGD-CID-MYS-2026-000001", "MYS", true, "BGD-CID")]
    [TestCase("MYS-D3-BGD-CID-2026-000001", "MYS-D3", false, "BGD-CID")]
    public void Our_party_is_the_one_of_the_reference_that_is_not_the_counterpart(
        string reference,
        string counterpart,
        bool openedByUs,
        string own
    ) =>
        new ExchangeModel(null!, TimeProvider.System)
        {
            Exchange = new(Guid.Empty, reference, counterpart, openedByUs, default, null!),
        }.OwnParty.ShouldBe(own);
}
