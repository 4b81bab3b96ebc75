using Exchange.Cli.Demo;
using Exchange.IntegrationTests.Broker;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// A second person's release, through the pages of both. Its two countries are its own, for they have the usual rules of release.
/// </summary>
internal sealed class ReleasePageTests
{
    private const string Reason = "Name the harbour.\n<b>Then ask again.</b>";

    private readonly DemoStage _stage = DemoStage.Make(keep: null);
    private Country _country = null!;
    private DeskBrowser _desk = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        TestMailbox.Require();
        await _stage.StartAsync(TestContext.Progress.WriteLine, settings: null, CancellationToken.None);
        _country = new(_stage.Asker);
        _desk = await DeskBrowser.StartAsync(_country);
        await _desk.EnrolAsync("author", Role.Officer);
        await _desk.EnrolAsync("second", Role.Supervisor);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_desk is not null)
            await _desk.DisposeAsync();
        _country?.Dispose();
        await _stage.DisposeAsync();
    }

    [Test]
    public async Task What_has_data_of_victims_is_returned_with_a_reason_changed_and_released_as_it_was_shown()
    {
        var (author, second) = (await _desk.AsAsync("author"), await _desk.AsAsync("second"));
        await FormTests.BeginAsync(author, CaseKinds.Request, Texts.Request);
        var draft = new Uri(author.Url).AbsolutePath;
        await author.CheckAsync("[name='/handling/containsVictimData'][value=true]");
        await AskAsync(author);

        await OpenFirstAsync(second, "releases");
        await DeskBrowser.LookAsync(second, "review");
        var outgoing = await second.InnerTextAsync("main");
        outgoing.ShouldContain("It contains data of victims.");
        outgoing.ShouldContain("sha256:");
        outgoing.ShouldNotContain("Changed since");
        await second.ClickAsync("button:text-is('Return to the author')");
        (await second.InnerTextAsync(".govuk-error-summary")).ShouldContain("Say why");
        await second.FillAsync("#reason", Reason);
        await second.ClickAsync("button:text-is('Return to the author')");
        (await second.InnerTextAsync("main")).ShouldContain("Nothing waits");

        await author.GotoAsync(draft);
        (await author.InnerTextAsync("[aria-labelledby=returned]")).ShouldContain(Reason);
        await DeskBrowser.LookAsync(author, "form-returned");
        await FormTests.Field(author, "/body/facts").FillAsync("It was seen in the harbour of Port Specimen.");
        await AskAsync(author);

        await OpenFirstAsync(second, "releases-again");
        (await second.Locator("[aria-labelledby=changes] li").AllInnerTextsAsync()).ShouldBe(["/body/facts"]);
        (await second.InnerTextAsync("main")).ShouldContain("Port Specimen");
        await DeskBrowser.LookAsync(second, "review-changed");

        // What was changed since it was shown is not released by the digest of what was shown.
        await author.GotoAsync(draft);
        await FormTests.Field(author, "/body/facts").FillAsync("It was seen in the harbour of Port Example.");
        await AskAsync(author);
        await second.ClickAsync("button:text-is('Release and send')");
        (await second.InnerTextAsync(".govuk-error-summary")).ShouldContain("Nothing was sent");
        (await second.InnerTextAsync("main")).ShouldContain("Port Example");

        await second.ClickAsync("button:text-is('Release and send')");
        (await second.InnerTextAsync(".govuk-panel--confirmation")).ShouldContain("BGD-MYS-");
        await author.GotoAsync(draft);
        (await author.InnerTextAsync(".govuk-panel--confirmation")).ShouldContain("BGD-MYS-");
    }

    private static async Task AskAsync(IPage page)
    {
        await page.ClickAsync("button[value=check]");
        (await page.Locator(".govuk-error-summary").CountAsync()).ShouldBe(0, await page.InnerTextAsync("main"));
        await page.ClickAsync("main form button");
        (await page.InnerTextAsync("main")).ShouldContain("waits for a second person's release");
    }

    private static async Task OpenFirstAsync(IPage page, string picture)
    {
        await page.GotoAsync("/releases");
        await DeskBrowser.LookAsync(page, picture);
        await page.ClickAsync("tbody a");
    }
}
