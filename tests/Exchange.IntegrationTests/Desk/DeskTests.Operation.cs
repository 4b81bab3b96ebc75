using System.Text.Json.Nodes;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What an operator sees and does.</summary>
internal sealed partial class DeskTests
{
    private static readonly string[] Reasons = ["The database cannot be read."];

    [Test]
    public async Task An_operator_sees_links_certificates_witnesses_and_settings_on_one_page()
    {
        await TwoCountries.BecomeQuietAsync();
        var page = await _desk.AsAsync("operator");
        await page.GotoAsync("/operation");

        var text = await page.InnerTextAsync("main");
        text.ShouldContain("The gateway records, sends and receives.");
        text.ShouldContain("Border:FirstResend");
        text.ShouldContain("1 GiB 1024");
        text.ShouldContain("Nothing is quarantined.");
        (await page.Locator("section[aria-labelledby=certificates] tbody tr").CountAsync()).ShouldBeGreaterThanOrEqualTo(13);
        (await page.Locator(".desk-unavailable").CountAsync()).ShouldBe(0);
        await DeskBrowser.LookAsync(page, "operation");
        await page.SetViewportSizeAsync(360, 740);
        await page.EmulateMediaAsync(new() { ColorScheme = Microsoft.Playwright.ColorScheme.Dark });
        await DeskBrowser.LookAsync(page, "operation-phone");
    }

    [Test]
    public async Task An_operator_tests_a_link_and_sends_again_what_has_no_receipt()
    {
        var page = await _desk.AsAsync("operator");
        await page.GotoAsync("/operation");
        await page.ClickAndLoadAsync("section[aria-labelledby=links] tbody a");
        new Uri(page.Url).AbsolutePath.ShouldBe("/links/MYS");

        await page.ClickAndLoadAsync("button:text-is('Test the connection')");
        (await page.InnerTextAsync("[role=status]")).ShouldContain("has answered");
        await page.ClickAndLoadAsync("button:text-is('Send again now')");
        await page.WaitForSelectorAsync("[role=status]:has-text('are sent again')");
        await DeskBrowser.LookAsync(page, "link");

        // Others see the link and its alarms, not the queues, and have no buttons.
        var officer = await _desk.AsAsync("officer");
        await officer.GotoAsync("/links/MYS");
        (await officer.Locator("main button").CountAsync()).ShouldBe(0);
        (await officer.Locator("#queue").CountAsync()).ShouldBe(0);
        (await officer.GotoAsync("/operation"))!.Status.ShouldBe(403);
    }

    [Test]
    public async Task What_the_counterpart_has_refused_begins_a_draft_with_all_that_it_says()
    {
        var (refused, draft) = (new Guid("01a20922-b801-7000-8000-000000000001"), new Guid("01a20922-b801-7000-8000-000000000002"));
        var said = JsonNode.Parse(KindExamples.Of(CaseKinds.Request)[0].Json)!.AsObject();
        var message = new MessageView
        {
            MessageId = refused,
            ExchangeId = refused,
            Counterpart = "MYS",
            Outgoing = true,
            Kind = CaseKinds.Request,
            Signed = Digest.Of([1]),
            Sealed = Digest.Of([2]),
            RecordedAt = TimeProvider.System.GetUtcNow(),
            Transport = "refused",
            Code = (int)ReceiptCode.AgainstTheVocabulary,
            EntryIndex = 7,
            Message = said,
        };
        await using var stubbed = await StubbedDesk.OpenAsync(
            _desk,
            new()
            {
                [$"/api/v1/messages/{refused}/content"] = message,
                ["/api/v1/schemas/request"] = KindSchema.Of(CaseKinds.Request),
                ["/api/v1/drafts"] = new DraftView(draft, "MYS", "request", "user:1", DraftStatus.Editing, message.RecordedAt),
            },
            Role.Officer
        );
        var page = stubbed.Page;

        await page.GotoAsync($"/messages/{refused}?sender=BGD");
        await DeskBrowser.LookAsync(page, "message-refused");
        await page.ClickAndLoadAsync("button:text-is('Correct it and send it as a new message')");

        new Uri(page.Url).AbsolutePath.ShouldBe($"/drafts/{draft}");
        var begun = JsonNode.Parse(stubbed.Gateway.Posted["/api/v1/drafts"])!;
        begun["counterpart"]!.ToString().ShouldBe("MYS");
        begun["exchangeId"].ShouldBeNull("it opens a case of its own");
        JsonNode.DeepEquals(begun["message"]!["body"], said["body"]).ShouldBeTrue();
        JsonNode.DeepEquals(begun["message"]!["handling"], said["handling"]).ShouldBeTrue();
    }

    [Test]
    public async Task An_operator_is_told_that_a_broker_cannot_be_reached_what_waits_and_what_to_do()
    {
        var link = new LinkView
        {
            Counterpart = "MYS",
            CardSerial = 1,
            HasGrant = true,
            TheirBroker = "broker.mys.example:5671 cannot be reached: Connection refused",
            Waiting = 12,
            WithoutReceipt = 0,
            WaitsSince = TimeProvider.System.GetUtcNow().AddHours(-3),
            Deferred = 0,
            Quarantined = 1,
            CosignedSize = 40,
            CosignatureLate = true,
        };
        await using var stubbed = await StubbedDesk.OpenAsync(
            _desk,
            new() { ["/api/v1/links"] = new[] { link }, ["/health/ready"] = new { status = "ready" } }
        );
        var page = stubbed.Page;

        await page.GotoAsync("/operation");

        var text = await page.InnerTextAsync("section[aria-labelledby=links]");
        text.ShouldContain("Its broker cannot be reached.");
        text.ShouldContain("Messages wait here and are sent by themselves.");
        text.ShouldContain("12");
        text.ShouldContain("Something that came in could not be opened and was quarantined.");
        (await page.InnerTextAsync("main > p.govuk-body")).ShouldContain("a link has stopped");
        await DeskBrowser.LookAsync(page, "operation-broker-down");
        await page.GotoAsync("/links");
        await DeskBrowser.LookAsync(page, "links-broker-down");
    }

    [Test]
    public async Task A_part_that_fails_says_so_and_hides_no_other()
    {
        await using var stubbed = await StubbedDesk.OpenAsync(
            _desk,
            new()
            {
                ["/api/v1/certificates"] = new CertificateView[]
                {
                    new("BGD", CertificateUse.RevocationList, true, "CN=BGD CA", TimeProvider.System.GetUtcNow().AddDays(12.5)),
                },
                ["/api/v1/settings"] = new SettingView[] { new("Policy:Unit", "CID", false) },
                ["/health/ready"] = new { status = "not-ready", reasons = Reasons },
            }
        );
        var page = stubbed.Page;

        (await page.GotoAsync("/operation"))!.Status.ShouldBe(200);

        var text = await page.InnerTextAsync("main");
        text.ShouldContain("The gateway does not do all its work.");
        text.ShouldContain("The database cannot be read.");
        text.ShouldContain("Ends in 12 days");
        text.ShouldContain("exchange party renew");
        text.ShouldContain("Policy:Unit");
        // Links, quarantine and ledger are not there: each says so in its own place.
        (await page.Locator(".desk-unavailable").AllInnerTextsAsync()).Count.ShouldBe(3);
        (await page.InnerTextAsync("section[aria-labelledby=links]")).ShouldContain(StubGateway.Reason);
        await DeskBrowser.LookAsync(page, "operation-failing");

        await stubbed.Gateway.DisposeAsync();
        (await page.GotoAsync("/operation"))!.Status.ShouldBe(200);
        (await page.Locator(".desk-unavailable").CountAsync()).ShouldBe(6);
    }
}
