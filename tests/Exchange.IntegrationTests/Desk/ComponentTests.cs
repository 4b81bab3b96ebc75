using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What the pages are compared with is what the library has, and a difference is found.</summary>
internal sealed class ComponentTests
{
    private DeskBrowser _desk = null!;
    private IPage _page = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _desk = await DeskBrowser.StartAsync();
        _page = await (await _desk.NewContextAsync()).NewPageAsync();
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_desk is not null)
            await _desk.DisposeAsync();
    }

    /// <summary>
    /// After a new release of the library: <c>src/Exchange.Desk/Style/build.sh</c>, then <c>EXCHANGE_RENEW=components dotnet test
    /// tests/Exchange.IntegrationTests --filter ComponentTests</c>.
    /// </summary>
    [Test]
    public async Task A_page_that_uses_a_component_otherwise_than_its_fixtures_is_found()
    {
        if (Environment.GetEnvironmentVariable("EXCHANGE_RENEW") == "components")
            await Components.RenewAsync(_page);
        await _page.SetContentAsync(
            """
            <div class="govuk-error-summary"><p class="govuk-error-summary__title">Not a heading</p></div>
            <strong class="govuk-tag govuk-tag--gold">No such colour</strong>
            <p class="govuk-body">Text is anywhere.</p>
            <button class="govuk-button govuk-!-margin-bottom-0">As it should be</button>
            """
        );

        (await Components.StrangeOfAsync(_page)).ShouldBe(["p govuk-error-summary__title < govuk-error-summary", "govuk-tag--gold"]);
    }
}
