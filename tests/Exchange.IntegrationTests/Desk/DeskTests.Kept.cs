using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;
using static Microsoft.Playwright.Assertions;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What is typed and not yet saved is kept, whatever ends or fails in the meantime.</summary>
internal sealed partial class DeskTests
{
    private const string Facts = "[id='/body/facts']";
    private const string Typed = "A boat left at night.\n\n\"Nobody\" has seen it <b>since</b> & asks.";
    private const string Saving = "**/*handler=Save";

    // Of desk.js: without a key, and after what failed.
    private const long Quiet = 1_600;
    private const long Patience = 10_100;

    private static string Draft => $"/drafts/{Late}";
    private static string DraftPath => $"/api/v1/drafts/{Late}";

    [Test]
    public async Task A_form_that_comes_after_its_session_has_ended_at_the_gateway_is_kept_and_sent_again()
    {
        await using var stubbed = await WithDraftAsync(script: false);
        var page = stubbed.Page;
        await page.GotoAsync($"{Draft}?at=%2Fbody%2Ffacts");
        await page.FillAsync(Facts, Typed);
        stubbed.Gateway.EndSessions();

        await page.ClickAndLoadAsync("button[value=save]");

        (await page.InnerTextAsync("h1")).ShouldBe("You are signed out");
        (await page.GetAttributeAsync("main form", "action")).ShouldBe($"{Draft}?at=%2Fbody%2Ffacts");
        var other = await page.Context.NewPageAsync();
        await StubbedDesk.SignInAsync(other);
        await page.ClickAndLoadAsync("button:text-is('Send it again')");
        SavedFacts(stubbed).ShouldBe(Typed);
    }

    [Test]
    public async Task A_form_that_comes_while_the_gateway_does_not_work_is_kept_and_sent_again()
    {
        await using var stubbed = await WithDraftAsync(script: false);
        var page = stubbed.Page;
        await page.GotoAsync(Draft);
        await page.FillAsync(Facts, Typed);
        var draft = stubbed.Answers[DraftPath];
        stubbed.Answers.Remove(DraftPath);

        await page.ClickAndLoadAsync("button[value=save]");

        (await page.InnerTextAsync("main")).ShouldContain("What you typed is kept on this page.");
        (await page.InnerTextAsync("main")).ShouldNotContain("Sign in");
        await DeskBrowser.PictureAsync(page, "form-kept");
        stubbed.Answers[DraftPath] = draft;
        await page.ClickAndLoadAsync("button:text-is('Send it again')");
        SavedFacts(stubbed).ShouldBe(Typed);
        await page.FillAsync(Facts, "Nobody answers.");
        await stubbed.Gateway.DisposeAsync();
        await page.ClickAndLoadAsync("button[value=save]");
        (await page.InnerTextAsync("h1")).ShouldBe("The gateway cannot be reached");
        (await page.InputValueAsync("main input[name='/body/facts']")).ShouldBe("Nobody answers.");
    }

    [Test]
    public async Task A_password_that_came_while_the_gateway_did_not_work_is_on_no_page()
    {
        await using var stubbed = await WithDraftAsync(script: false);
        var page = stubbed.Page;
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#name", "officer");
        await page.FillAsync("#password", DeskBrowser.Password);
        await page.FillAsync("#code", "000000");
        await stubbed.Gateway.DisposeAsync();

        await page.ClickAndLoadAsync("main button");

        (await page.InnerTextAsync("h1")).ShouldBe("The gateway cannot be reached");
        (await page.Locator("main form").CountAsync()).ShouldBe(0);
        (await page.ContentAsync()).ShouldNotContain(DeskBrowser.Password);
    }

    [Test]
    public async Task What_could_not_be_saved_while_it_was_typed_says_why_and_is_saved_later()
    {
        await using var stubbed = await WithDraftAsync();
        var page = stubbed.Page;
        await page.Clock.InstallAsync();
        await page.GotoAsync(Draft);
        var draft = stubbed.Answers[DraftPath];

        await page.RouteAsync(Saving, route => route.AbortAsync());
        await TypeAsync("The desk is gone", "the desk cannot be reached");
        await page.UnrouteAsync(Saving);
        await IsSavedLaterAsync("The desk is gone");

        stubbed.Answers.Remove(DraftPath);
        await TypeAsync("The database is gone", StubGateway.Reason);
        stubbed.Answers[DraftPath] = draft;
        await IsSavedLaterAsync("The database is gone");

        await page.Context.ClearCookiesAsync(new() { Name = "desk" });
        await TypeAsync("The session is gone", "you are signed out");
        var other = await page.Context.NewPageAsync();
        await StubbedDesk.SignInAsync(other);
        await IsSavedLaterAsync("The session is gone");

        stubbed.Gateway.EndSessions();
        await TypeAsync("The session is gone at the gateway", "you are signed out");
        await StubbedDesk.SignInAsync(other);
        await IsSavedLaterAsync("The session is gone at the gateway");

        await stubbed.Gateway.DisposeAsync();
        await TypeAsync("The gateway is gone", "Not saved:");
        (await page.InnerTextAsync("#saved")).ShouldNotContain("the desk");
        (await page.InputValueAsync(Facts)).ShouldBe("The gateway is gone");

        async Task TypeAsync(string text, string why)
        {
            await page.FillAsync(Facts, text);
            await page.Clock.RunForAsync(Quiet);
            await Expect(page.Locator("#saved")).ToContainTextAsync(why);
        }

        async Task IsSavedLaterAsync(string text)
        {
            await page.Clock.RunForAsync(Patience);
            await Expect(page.Locator("#saved")).ToContainTextAsync("Saved at");
            SavedFacts(stubbed).ShouldBe(text);
        }
    }

    [Test]
    public async Task A_button_that_is_pressed_while_the_form_is_saved_waits_for_that()
    {
        await using var stubbed = await WithDraftAsync();
        var page = stubbed.Page;
        var pressed = 0;
        page.Request += (_, request) =>
            pressed += request.Method == "POST" && !request.Url.Contains("handler", StringComparison.Ordinal) ? 1 : 0;
        await page.Clock.InstallAsync();
        await page.GotoAsync(Draft);
        var answered = new TaskCompletionSource();
        await page.RouteAsync(
            Saving,
            async route =>
            {
                await answered.Task;
                await route.ContinueAsync();
            }
        );
        await page.FillAsync(Facts, Typed);
        await page.RunAndWaitForRequestAsync(() => page.Clock.RunForAsync(Quiet), request => request.Url.Contains("handler=Save"));

        await page.ClickAsync("button[value=save]");
        pressed.ShouldBe(0, "the version that it writes over is not known yet");
        answered.SetResult();
        await page.WaitForURLAsync("**/*saved=true*");
        pressed.ShouldBe(1);
    }

    [Test]
    public async Task Who_leaves_a_form_that_is_not_saved_yet_is_asked_first_and_who_comes_back_has_it_saved()
    {
        await using var stubbed = await WithDraftAsync();
        var page = stubbed.Page;
        List<string> asked = [];
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.DismissAsync();
        };
        await page.Clock.InstallAsync();
        await page.GotoAsync(Draft);

        await page.FillAsync(Facts, Typed);
        await page.ClickAsync(".govuk-back-link");
        asked.ShouldBe(["beforeunload"]);
        new Uri(page.Url).AbsolutePath.ShouldBe(Draft);
        await page.Clock.RunForAsync(Quiet);
        await Expect(page.Locator("#saved")).ToContainTextAsync("Saved at");

        // The page as a browser has kept it when its button was pressed, and brings back.
        await page.DispatchEventAsync("#form", "submit");
        await page.EvaluateAsync("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        await page.FillAsync(Facts, "Typed after coming back.");
        await page.Clock.RunForAsync(Quiet);
        await Expect(page.Locator("#saved")).ToContainTextAsync("Saved at");
        SavedFacts(stubbed).ShouldBe("Typed after coming back.");
        await page.ClickAndLoadAsync(".govuk-back-link");
        asked.Count.ShouldBe(1, "all is saved");
    }

    private Task<StubbedDesk> WithDraftAsync(bool script = true) =>
        StubbedDesk.OpenAsync(
            _desk,
            script,
            new()
            {
                [DraftPath] = new DraftView(Late, "MYS", CaseKinds.Request.Code, "user:1", DraftStatus.Editing, Then)
                {
                    Message = JsonSerializer.SerializeToElement(new { }),
                },
                ["/api/v1/schemas/request"] = KindSchema.Of(CaseKinds.Request),
            },
            Role.Officer
        );

    private static string SavedFacts(StubbedDesk stubbed) =>
        JsonNode.Parse(stubbed.Gateway.Posted[DraftPath])!["message"]!["body"]!["facts"]!.ToString();
}
