using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// One case from its first draft to its replay, as five people of two countries live it: BGD asks, MYS answers. Each chapter begins where
/// the one before has ended.
/// </summary>
internal sealed class DeskStory(Person officer, Person supervisor, Person auditor, Person theirOfficer, Person theirSupervisor)
{
    private const string Facts = "A trawler left at night with boys of about fifteen aboard.";
    private const string Reason = "Name the harbour.\n<b>Then ask again.</b>";
    private const string NotAnswered = "We have not answered a question that the counterpart asked back.";

    private string _reference = "";

    public async Task DraftAsync()
    {
        await officer.GoAsync("New message");
        await officer.LookAsync("write");
        await officer.ChooseAsync("Kind", "Request");
        await officer.ChooseAsync("Counterpart", "Malaysia (MYS)");
        await officer.PressAsync("Begin");
        await officer.ChooseAsync("Urgency", "Routine");
        await officer.WriteAsync("Authority", "Anti-Trafficking Unit");
        await officer.WriteAsync("Facts", Facts);
        await officer.WriteAsync("Category (ICCS)", "0204");
        await officer.WriteAsync("Why needed", "The boat and the boys must be found.");
        await officer.WriteAsync("Why proportionate", "Only the boat and who steered it are asked for.");
        await officer.WriteAsync("Why they should hold it", "It is expected on your coast.");
        await HandleAsync(officer, hasMinors: true);
        await AddRouteAsync();
        await officer.PressAsync("Add: Question");
        var question = officer.Part("Question 1");
        await officer.ChooseAsync("Type", "Vessel", question);
        await officer.WriteAsync("Text", "Was a boat of this kind seen at your west coast?", question);
        await officer.LookAsync("request-form");
        await AskForReleaseAsync(officer, () => officer.LookAsync("request-check"));
        await officer.SeesAsync("waits for a second person's release");
        await officer.LookAsync("request-waits");
    }

    // The route is drawn on the coast line as it grows.
    private async Task AddRouteAsync()
    {
        await officer.ChooseAsync("Add to Subjects", "Route segment");
        await officer.PressAsync("Add Subjects");
        await officer.ChooseAsync("Mode", "Sea");
        await AtAsync("From", "Embarkation", "Beach south of Cox's Bazar", "21.2", "92.05");
        await AtAsync("To", "Disembarkation", "Off Langkawi", "6.35", "99.7");
        await officer.ChooseAsync("Basis", "Observed");
        await officer.TickAsync("Source grade", "B");
        await officer.TickAsync("Information grade", "2");
        await officer.PressAsync("Save");
        await Expect(officer.Whole.GetByRole(AriaRole.Img, new() { NameRegex = new("Cox's Bazar.*Langkawi") })).ToBeVisibleAsync();

        async Task AtAsync(string end, string role, string name, string latitude, string longitude)
        {
            var place = officer.Part(end);
            await officer.WriteAsync("Name", name, place);
            await officer.ChooseAsync("Role", role, place);
            await officer.WriteAsync("Latitude (optional)", latitude, place);
            await officer.WriteAsync("Longitude (optional)", longitude, place);
        }
    }

    public async Task ReturnAsync()
    {
        await ReviewAsync(supervisor, "Request");
        await supervisor.SeesAsync("It contains data of minors.");
        await supervisor.LookAsync("review");
        await supervisor.PressAsync("Return to the author");
        await supervisor.SeesAsync("Say why it is returned.");
        await supervisor.LookAsync("review-no-reason");
        await supervisor.WriteAsync("Reason to return it", Reason);
        await supervisor.PressAsync("Return to the author");
        await supervisor.SeesAsync("Nothing waits for release.");
    }

    public async Task EditAsync()
    {
        await EditDraftAsync("Returned", $"{Facts} It was seen off Port Specimen.");
        await ReviewAsync(supervisor, "Request");
        var changes = supervisor.Part("Changed since its release was last asked for", AriaRole.Region);
        await Expect(changes.GetByRole(AriaRole.Term)).ToHaveTextAsync(["Facts"]);
        await supervisor.SeesAsync("Before", changes);
        await supervisor.SeesAsync("off Port Specimen", changes);
        await supervisor.LookAsync("review-changed");
    }

    /// <summary>What was changed since it was shown is not released by who was shown something else.</summary>
    public async Task ReleaseAsync()
    {
        await EditDraftAsync("Awaiting release", $"{Facts} It was seen off Port Example.");
        await supervisor.PressAsync("Release and send");
        await supervisor.SeesAsync("Nothing was sent");
        await supervisor.SeesAsync("Port Example");
        await supervisor.PressAsync("Release and send");
        await supervisor.SeesAsync("Signed, recorded and queued");
        await supervisor.LookAsync("sent");
        await supervisor.FollowAsync("See the case");
        _reference = await supervisor.Whole.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
        _reference.ShouldStartWith("BGD-MYS-");
        await supervisor.SeesInTimeAsync("receipt verified");
        await supervisor.LookAsync("case-delivered");
    }

    private async Task EditDraftAsync(string status, string facts)
    {
        await officer.GoAsync("Drafts");
        await officer.LookAsync("drafts");
        var row = officer.Whole.GetByRole(AriaRole.Row).Filter(new() { HasText = status });
        await officer.FollowAsync("Request", row);
        if (status == "Returned")
        {
            await officer.SeesAsync("<b>Then ask again.</b>", officer.Part("Why it was returned", AriaRole.Region));
            await officer.LookAsync("form-returned");
        }

        await officer.WriteAsync("Facts", facts);
        await AskForReleaseAsync(officer);
        await officer.SeesAsync("waits for a second person's release");
    }

    /// <summary>Their officer finds it, and asks back before it can be answered.</summary>
    public async Task AskBackAsync()
    {
        await theirOfficer.GoAsync("Cases");
        await theirOfficer.LookAsync("cases");
        await FindAsync(theirOfficer);
        // What is wanted comes first, beside the due time.
        await theirOfficer.SeesAsync("Questions without an outcome: 1");
        (await theirOfficer.Part("What to do", AriaRole.Region).GetByRole(AriaRole.Button).AllInnerTextsAsync()).ShouldBe([
            "Answer the request",
            "Acknowledge",
            "Ask for clarification",
            "Announce more time",
            "Refuse to answer",
        ]);
        await theirOfficer.LookAsync("case");
        await OpenAsync(theirOfficer, "Bangladesh: Request");
        await theirOfficer.SeesAsync("Port Example");
        await theirOfficer.LookAsync("message");
        await AskAsync("Which colour has the hull?");
    }

    public async Task ClarifyAsync()
    {
        await FindAsync(officer);
        await officer.SeesInTimeAsync("Malaysia: Clarification");
        await officer.SeesAsync("In clarification");
        await OpenAsync(officer, "Malaysia: Clarification");
        await officer.SeesAsync("Which colour has the hull?");
        await ReplyAsync(officer, "Answer the clarification");
        await officer.PressAsync("Add: Clarification answer");
        var answer = officer.Part("Clarification answer 1");
        await officer.WriteAsync("Question", "1", answer);
        await officer.WriteAsync("Text", "Blue, with a white rail.", answer);
        await HandleAsync(officer);
        await SendAsync(officer);
        await officer.SeesAsync("Signed, recorded and queued");
    }

    /// <summary>The answer has data of minors too, so it leaves with a second person's release; then something more is asked.</summary>
    public async Task AnswerAsync()
    {
        await FindAsync(theirOfficer);
        await theirOfficer.SeesInTimeAsync("Bangladesh: Clarification");
        await OpenAsync(theirOfficer, "Bangladesh: Request");
        await theirOfficer.FollowAsync("Answer the request");
        await Expect(theirOfficer.Whole.GetByLabel("1: Was a boat of this kind seen at your west coast?")).ToBeCheckedAsync();
        await theirOfficer.LookAsync("write-response");
        await theirOfficer.PressAsync("Begin");
        await theirOfficer.ChooseAsync("Extent", "Final");
        await HandleAsync(theirOfficer, hasMinors: true);
        // There is an answer for each question.
        (await theirOfficer.Part("Answer 1").GetByLabel("Question", new() { Exact = true }).InputValueAsync()).ShouldBe("1");
        await theirOfficer.SeesAsync("Was a boat of this kind seen at your west coast?", theirOfficer.Part("Answer 1"));
        await theirOfficer.ChooseAsync("Outcome", "Hit", theirOfficer.Part("Answer 1"));
        await theirOfficer.PressAsync("Add: Item of information");
        var item = theirOfficer.Part("Item of information 1");
        await theirOfficer.WriteAsync("Text (optional)", "A blue trawler was found beached; four boys are in shelter.", item);
        await theirOfficer.TickAsync("Source grade", "A", item);
        await theirOfficer.TickAsync("Information grade", "1", item);
        await theirOfficer.LookAsync("form-response");
        await AskForReleaseAsync(
            theirOfficer,
            () => theirOfficer.SeesAsync("1: Was a boat of this kind seen at your west coast?")
        );
        await theirOfficer.SeesAsync("waits for a second person's release");
        await ReviewAsync(theirSupervisor, "Response");
        await theirSupervisor.SeesAsync("1: Was a boat of this kind seen at your west coast?");
        await theirSupervisor.LookAsync("review-response");
        await theirSupervisor.PressAsync("Release and send");
        await theirSupervisor.SeesAsync("Signed, recorded and queued");
        await FindAsync(theirOfficer);
        await OpenAsync(theirOfficer, "Bangladesh: Request");
        await AskAsync("May the four be brought back by air?");
    }

    /// <summary>What is open is listed before the case is closed, and does not keep it from being closed.</summary>
    public async Task CloseAsync()
    {
        await FindAsync(officer);
        await officer.SeesInTimeAsync("Malaysia: Response");
        await officer.SeesInTimeAsync(NotAnswered);
        await officer.SeesAsync("No answer is due, but something is open for us.");
        await officer.SeesAsync("a question is open");
        await officer.LookAsync("case-answered");
        await OpenAsync(officer, "Malaysia: Response");
        await officer.SeesAsync("1: Was a boat of this kind seen at your west coast?");
        await officer.LookAsync("message-response");
        await FindAsync(officer);
        await officer.PressAsync("Write the feedback");
        await officer.SeesAsync("Choose what came of it.");
        await officer.ChooseAsync("Outcome", "Victims rescued");
        await officer.PressAsync("Write the feedback");
        await Expect(officer.Whole.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link))
            .ToHaveTextAsync(["Choose how useful the information was."]);
        await officer.LookAsync("case-not-closed");
        await officer.ChooseAsync("Usefulness", "Decisive");
        await officer.PressAsync("Write the feedback");
        await HandleAsync(officer);
        await SendAsync(
            officer,
            async () =>
            {
                await officer.SeesAsync($"Still open: {NotAnswered}");
                await officer.SeesAsync("Victims rescued");
                await officer.LookAsync("feedback-check");
            }
        );
        await officer.FollowAsync("See the case");
        foreach (var side in new[] { officer, theirOfficer })
        {
            await FindAsync(side);
            await side.SeesInTimeAsync("Victims rescued");
            await Expect(side.Whole.GetByRole(AriaRole.Definition).Filter(new() { HasText = "Closed" })).ToBeVisibleAsync();
        }

        await officer.SeesAsync("Give further feedback");
        await officer.SeesAsync("This case is closed");
        await officer.LookAsync("case-closed");
        // What it does not allow any more is not written in vain.
        var address = new Uri(officer.Page.Url);
        await officer.Page.GotoAsync(
            $"/write?kind=clarification&to={address.Segments[^1]}&exchange={address.Segments[^1]}&counterpart=MYS"
        );
        await officer.SeesAsync("This cannot be sent in the case now.");
        await officer.LookAsync("write-refused");
    }

    /// <summary>By the slider and its keys, by the steps and by the links between them.</summary>
    public async Task ReplayAsync()
    {
        await FindAsync(auditor);
        await auditor.FollowAsync("Replay step by step, with proofs");
        await auditor.SeesAsync("Every entry and every receipt is proved.");
        await auditor.SeesAsync("Step 1 of ");
        await auditor.FollowAsync("Next");
        await auditor.SeesAsync("Step 2 of ");
        var slider = auditor.Whole.GetByRole(AriaRole.Slider, new() { Name = "Step" });
        await slider.FocusAsync();
        await slider.PressAsync("End");
        var last = (await slider.GetAttributeAsync("max"))!;
        int.Parse(last, CultureInfo.InvariantCulture).ShouldBeGreaterThan(10);
        await Expect(slider).ToHaveValueAsync(last);
        await slider.PressAsync("Tab");
        await Expect(auditor.Whole.GetByRole(AriaRole.Button, new() { Name = "Go to step" })).ToBeFocusedAsync();
        await auditor.Page.Keyboard.PressAsync("Enter");
        await auditor.SeesAsync($"Step {last} of {last}");
        await auditor.SeesAsync("Included under the checkpoint");
        await auditor.LookAsync("replay-last");

        var delivered = auditor.Whole.GetByRole(AriaRole.Row).Filter(new() { HasText = "Message delivered" }).First;
        await delivered.GetByRole(AriaRole.Link).ClickAndLoadAsync();
        await auditor.SeesAsync("The counterpart's entry is proved");
        await auditor.Whole.GetByText("Proof and checkpoint").ClickAndLoadAsync();
        await auditor.LookAsync("replay");
        (await DownloadAsync("Download evidence of this message", AriaRole.Button)).SuggestedFilename.ShouldEndWith(".zip");
        await auditor.PressAsync("Export and cards");
        await auditor.LookAsync("export");
        var export = await DownloadAsync("Download the export (zip)", AriaRole.Link);
        new FileInfo(await export.PathAsync()).Length.ShouldBeGreaterThan(10_000);
        var card = await auditor.Page.RunAndWaitForDownloadAsync(() => auditor.Page.ClickAsync("main ul a >> nth=0"));
        card.SuggestedFilename.ShouldEndWith(".json");
    }

    private Task<IDownload> DownloadAsync(string name, AriaRole role) =>
        auditor.Page.RunAndWaitForDownloadAsync(() =>
            auditor.Whole.GetByRole(role, new() { Name = name, Exact = true }).ClickAsync()
        );

    /// <summary>A question of their officer, who has the request open.</summary>
    private async Task AskAsync(string text)
    {
        await ReplyAsync(theirOfficer, "Ask for clarification");
        await theirOfficer.PressAsync("Add: Clarification question");
        await theirOfficer.WriteAsync("Text", text, theirOfficer.Part("Clarification question 1"));
        await HandleAsync(theirOfficer);
        await SendAsync(theirOfficer);
        await theirOfficer.SeesAsync("Signed, recorded and queued");
    }

    /// <summary>Finds the case in the list, as someone who was told its reference.</summary>
    private async Task FindAsync(Person person)
    {
        await person.GoAsync("Cases");
        await person.WriteAsync("Reference", _reference);
        await person.PressAsync("Filter");
        await person.FollowAsync(_reference);
        await Expect(person.Whole.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(_reference);
    }

    /// <summary>Opens the newest message of a party and a kind.</summary>
    private static Task OpenAsync(Person person, string what) =>
        person
            .Whole.GetByRole(AriaRole.Listitem)
            .Filter(new() { Has = person.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new($"^{Regex.Escape(what)}") }) })
            .First.GetByRole(AriaRole.Link)
            .ClickAndLoadAsync();

    /// <summary>Begins a reply to the message that is open.</summary>
    private static async Task ReplyAsync(Person person, string kind)
    {
        await person.FollowAsync(kind);
        await person.PressAsync("Begin");
    }

    private static async Task HandleAsync(Person person, bool hasMinors = false)
    {
        var handling = person.Part("Handling", AriaRole.Region);
        await person.ChooseAsync("Classification", "Restricted", handling);
        await person.TickAsync("Handling codes", "H1", handling);
        await person.ChooseAsync("Purpose", "Investigation", handling);
        await person.WriteAsync("Text", "Bilateral agreement", person.Part("Legal basis"));
        await person.WriteAsync("Retain until", "2031-12-31", handling);
        await person.TickAsync("Contains victim data", "No", handling);
        await person.TickAsync("Contains minor data", hasMinors ? "Yes" : "No", handling);
        await person.WriteAsync("Language", "eng", handling);
    }

    /// <summary>Sends what has no fault.</summary>
    private static Task SendAsync(Person person, Func<Task>? check = null) => CheckAsync(person, "Send", check);

    /// <summary>The same of what a second person must release, which its author is told beforehand.</summary>
    private static Task AskForReleaseAsync(Person person, Func<Task>? check = null) =>
        CheckAsync(
            person,
            "Ask for release",
            async () =>
            {
                await person.SeesAsync("A second person must release this message before it leaves.");
                if (check is not null)
                    await check();
            }
        );

    private static async Task CheckAsync(Person person, string button, Func<Task>? check)
    {
        await person.PressAsync("Check answers");
        await person.SeesAsync("Check your answers");
        (await person.Whole.GetByRole(AriaRole.Alert).AllInnerTextsAsync()).ShouldBeEmpty();
        if (check is not null)
            await check();
        await person.PressAsync(button);
    }

    private static async Task ReviewAsync(Person person, string kind)
    {
        await person.GoAsync("Releases");
        await person.LookAsync("releases");
        // A message of a case has the case's reference beside its kind.
        await person.Whole.GetByRole(AriaRole.Link, new() { NameRegex = new($"^{kind}\\b") }).ClickAndLoadAsync();
        await person.SeesAsync("All that will leave");
    }
}
