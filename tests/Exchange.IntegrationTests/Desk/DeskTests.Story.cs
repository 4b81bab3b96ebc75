using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What people do together.</summary>
internal sealed partial class DeskTests
{
    [Test]
    public async Task A_case_goes_from_its_draft_to_its_replay_at_the_desks_of_two_countries()
    {
        await using var there = await DeskBrowser.StartAsync(TwoCountries.Answerer);
        await there.EnrolAsync("officer", Role.Officer);
        await there.EnrolAsync("supervisor", Role.Supervisor);
        var story = new DeskStory(
            await Person.OfAsync(_desk, "officer"),
            await Person.OfAsync(_desk, "supervisor"),
            await Person.OfAsync(_desk, "auditor"),
            await Person.OfAsync(there, "officer"),
            await Person.OfAsync(there, "supervisor")
        );

        await story.DraftAsync();
        await story.ReturnAsync();
        await story.EditAsync();
        await story.ReleaseAsync();
        await story.AskBackAsync();
        await story.ClarifyAsync();
        await story.AnswerAsync();
        await story.CloseAsync();
        await story.ReplayAsync();
    }
}
