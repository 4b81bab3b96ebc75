using System.Text.Json.Nodes;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>The form of every kind takes an example of it by keyboard, finds no fault in it, and has it all when one comes back.</summary>
internal sealed class KindFormTests
{
    private static readonly bool[] Scripts = [true, false];

    // What an item of spontaneous information is known by to who names it.
    private const string Item = "/body/items/0";

    private DeskBrowser _desk = null!;
    private MessageView _said = null!;
    private MessageView _heard = null!;

    // Begun by us and by them, so that each kind that follows has a case in which it can.
    private IReadOnlyList<ExchangeView> _cases = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _desk = await DeskBrowser.StartAsync();
        await _desk.EnrolAsync("typist", Role.Officer);
        await _desk.EnrolAsync("typist-without-script", Role.Officer, script: false);
        var said = await TwoCountries.Asker.SubmitAsync(ExampleOf(CaseKinds.SpontaneousInformation, "MYS"));
        var heard = await TwoCountries.Answerer.SubmitAsync(ExampleOf(CaseKinds.SpontaneousInformation, "BGD"));
        var asked = await TwoCountries.Asker.SubmitAsync(ExampleOf(CaseKinds.Request, "MYS"));
        var wanted = await TwoCountries.Answerer.SubmitAsync(ExampleOf(CaseKinds.Request, "BGD"));
        await TwoCountries.BecomeQuietAsync();
        var consent = Texts.With(ExampleOf(CaseKinds.ConsentRequest, "BGD"), text => Name(text["body"]!, said.MessageId));
        var consentWanted = await TwoCountries.Answerer.SubmitAsync(consent);
        await TwoCountries.BecomeQuietAsync();
        (_said, _heard) = (await TwoCountries.Asker.ReadAsync(said.MessageId), await TwoCountries.Answerer.ReadAsync(heard.MessageId));
        _cases = await Task.WhenAll(
            new[] { asked, wanted, said, heard, consentWanted }.Select(begun => TwoCountries.Asker.ExchangeAsync(begun.ExchangeId))
        );
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_desk is not null)
            await _desk.DisposeAsync();
    }

    public static IEnumerable<TestCaseData<CaseKind, bool>> Forms() =>
        from kind in CaseKinds.All
        // Reminders are the gateway's; a request without script has a test of its own, with mistakes.
        where kind != CaseKinds.Reminder
        from script in Scripts
        where kind.Opens ? script || kind != CaseKinds.Request : !script
        select new TestCaseData<CaseKind, bool>(kind, script);

    [TestCaseSource(nameof(Forms))]
    public async Task Each_kind_is_typed_checked_and_found_again(CaseKind kind, bool script)
    {
        var page = await _desk.AsAsync(script ? "typist" : "typist-without-script");
        page.SetDefaultTimeout(15_000);
        var form = new TypedForm(page, ExampleFor(kind));
        await BeginAsync(page, kind);

        await form.TypeAsync();
        var typed = await form.ValuesAsync();
        typed.Length.ShouldBeGreaterThan(8);
        if (script)
            await DeskBrowser.LookAsync(page, $"kind-{kind}");
        await form.PressAsync("check");

        new Uri(page.Url).AbsolutePath.ShouldEndWith("/check");
        (await page.Locator(".govuk-error-summary").AllInnerTextsAsync()).ShouldBeEmpty();
        if (script)
            await DeskBrowser.LookAsync(page, $"kind-{kind}-check");
        await page.ClickAndLoadAsync(".govuk-back-link");
        (await form.ValuesAsync()).ShouldBe(typed);
    }

    private async Task BeginAsync(IPage page, CaseKind kind)
    {
        // What an example of a correction or an erasure names has been said in one of the cases.
        var replies =
            from one in _cases
            where (kind != CaseKinds.Correction && kind != CaseKinds.Erasure) || one.ExchangeId == _said.ExchangeId
            from offer in one.Offers!
            where offer.Kind == kind.Code
            select $"/write?kind={kind}&to={offer.InReplyTo}&exchange={one.ExchangeId}&counterpart=MYS";
        await page.GotoAsync(kind.Opens ? "/write" : replies.First());
        await page.SelectOptionAsync("#kind", kind.Code);
        await page.ClickAndLoadAsync("main form button");
        new Uri(page.Url).AbsolutePath.ShouldStartWith("/drafts/", customMessage: await page.InnerTextAsync("main"));
    }

    /// <summary>What an example names is there.</summary>
    private JsonObject ExampleFor(CaseKind kind)
    {
        var message = JsonNode.Parse(KindExamples.Of(kind)[0].Json)!.AsObject();
        foreach (var member in new[] { "counterpart", "kind" })
            message.Remove(member);
        // What this gateway may send.
        message["handling"]!["classification"] = "restricted";
        var body = message["body"]!;
        if (kind == CaseKinds.ConsentRequest)
            Name(body, _heard.MessageId!.Value);
        else if (kind == CaseKinds.Correction)
            (body["messageId"], body["replacements"]![0]!["pointer"]) = (_said.MessageId.ToString(), Item);
        else if (kind == CaseKinds.Erasure)
            (body["messages"]![0]!["messageId"], body["messages"]![0]!["signed"]) = (_said.MessageId.ToString(), _said.Signed.ToString());
        return message;
    }

    private static void Name(JsonNode consent, Guid message) => (consent["messageId"], consent["items"]![0]) = (message.ToString(), Item);

    private static string ExampleOf(CaseKind kind, string counterpart) =>
        Texts.With(KindExamples.Of(kind)[0].Json, said => said["counterpart"] = counterpart);
}
