using Exchange.Gateway.Journal;
using Exchange.Gateway.Opening;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>Contacts, agreed actions and lessons: what two gateways list of the same messages.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class ListTests(string store)
{
    private FakeTimeProvider _clock = null!;
    private TwoGateways _two = null!;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _two = new(_clock, store);
    }

    [TearDown]
    public async Task Stop() => await _two.DisposeAsync();

    [Test]
    public async Task The_contacts_of_a_party_are_those_it_told_last_in_whatever_order_they_came()
    {
        await _two.SendAsync(_two.Bgd, Contacts("First unit"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var second = await _two.SendAsync(_two.Bgd, Contacts("Second unit"));
        await _two.CrossAsync(_two.Bgd, _two.Mys, newestFirst: true);
        await _two.SendAsync(_two.Mys, Contacts("Their unit"));
        await _two.CrossAsync();

        foreach (var gateway in new[] { _two.Bgd, _two.Mys })
            Units(await ContactsAsync(gateway)).ShouldBe(["BGD to MYS: Second unit", "MYS to BGD: Their unit"]);

        await _two.SendAsync(_two.Bgd, new WithdrawalBody { Reason = WithdrawalReason.SentByMistake, Text = "Not yet." }, second);
        await _two.CrossAsync();

        foreach (var gateway in new[] { _two.Bgd, _two.Mys })
            Units(await ContactsAsync(gateway)).ShouldBe(["BGD to MYS: First unit", "MYS to BGD: Their unit"]);
    }

    [Test]
    public async Task What_its_recipient_has_not_accepted_is_not_listed()
    {
        await _two.SendAsync(_two.Bgd, Contacts("First unit"));
        await _two.SendAsync(_two.Bgd, Action("BGD", "First"));
        (await ContactsAsync(_two.Bgd)).ShouldBeEmpty();
        (await ActionsAsync(_two.Bgd)).ShouldBeEmpty();

        await _two.CrossAsync();

        (await ContactsAsync(_two.Bgd)).Count.ShouldBe(1);
        var listed = (await ActionsAsync(_two.Bgd)).ShouldHaveSingleItem();
        (listed.Classification, listed.HandlingCodes![0]).ShouldBe((Classification.Restricted, HandlingCode.H0));
    }

    [Test]
    public async Task Both_sides_print_the_same_recap()
    {
        var ours = await _two.SendAsync(_two.Bgd, Action("BGD", "Ours\nwith a second line", due: 40));
        var theirs = await _two.SendAsync(_two.Bgd, Action("MYS", "Theirs", due: 30));
        await _two.CrossAsync();
        await _two.SendAsync(_two.Mys, Action("BGD", "Told by them", due: 90, newer: "Second meeting"));
        await _two.SendAsync(_two.Mys, Action("MYS", "Theirs", ActionStatus.InProgress, due: 50), theirs);
        await _two.SendAsync(_two.Bgd, Action("BGD", "Ours", ActionStatus.InProgress, due: 60), ours);
        await _two.SendAsync(_two.Bgd, Action("BGD", "Ours", ActionStatus.Done, due: 60), ours);
        await _two.CrossAsync();

        var (bgd, mys) = (await RecapAsync(_two.Bgd), await RecapAsync(_two.Mys));

        bgd.ShouldBe(mys);
        // By meeting, the newest first; of one meeting what is due first.
        bgd.ShouldMatch(
            $"(?s)\\AFollow-up actions of BGD and MYS\n\nAgreed: Second meeting, Dhaka, [0-9-]+\n\n1\\. MYS-BGD-.*   Told by them\n"
                + $".*\nAgreed: Fourth bilateral working group, Dhaka, [0-9-]+\n\n1\\. {theirs.Reference}: in-progress, due .*2\\. {ours.Reference}: done, due "
        );
        bgd.ShouldContain("   Outcome: It is done.\n");
        (await ActionsAsync(_two.Mys, ActionStatus.Done)).ShouldHaveSingleItem().Reference.ShouldBe(ours.Reference);
        (await _two.Mys.RunAsync("actions", "--counterpart", "BGD", "--status", "in-progress")).Output.ShouldContain(
            $"  in-progress  {theirs.Reference}  MYS, A unit: Theirs"
        );
    }

    [Test]
    public async Task An_action_that_was_taken_back_is_in_no_recap()
    {
        var agreed = await _two.SendAsync(_two.Bgd, Action("MYS", "A mistake"));
        await _two.SendAsync(_two.Bgd, new WithdrawalBody { Reason = WithdrawalReason.SentByMistake, Text = "Not agreed." }, agreed);
        await _two.CrossAsync();

        foreach (var gateway in new[] { _two.Bgd, _two.Mys })
            (await ActionsAsync(gateway)).ShouldBeEmpty();
    }

    [Test]
    public async Task Lessons_of_both_sides_are_found_by_words_in_any_case()
    {
        await _two.SendAsync(_two.Bgd, Lesson("Night buses", "Groups travel by the last BUS."));
        await _two.SendAsync(_two.Mys, Lesson("রাতের বাস", "A practice.", practice: "Call the bus companies."));
        await _two.CrossAsync();

        foreach (var gateway in new[] { _two.Bgd, _two.Mys })
        {
            (await FindAsync(gateway, "bus")).Count.ShouldBe(2);
            (await FindAsync(gateway, "bus", "NIGHT")).ShouldBe(["Night buses"]);
            (await FindAsync(gateway, "বাস", "companies")).ShouldBe(["রাতের বাস"]);
            (await FindAsync(gateway, "bus", "train")).ShouldBeEmpty();
        }

        (await _two.Bgd.RunAsync("lessons", "last", "bus")).Output.ShouldContain("trend: Night buses\n  Groups travel by the last BUS.\n");
        (await _two.Bgd.RunAsync("lessons", new string('x', 201))).Progress.ShouldContain("at most 200 characters");
    }

    [Test]
    public async Task A_page_has_20_lessons_and_says_where_the_next_begins()
    {
        for (var number = 1; number <= 41; number++)
            await _two.SendAsync(_two.Bgd, Lesson($"Lesson {number}", number % 2 == 0 ? "An even one." : "An odd one."));
        await _two.CrossAsync();

        var first = await LessonsAsync(_two.Mys, null, "odd");
        first.Page.Count.ShouldBe(20);
        var last = await LessonsAsync(_two.Mys, first.Next, "odd");

        (last.Page.Single().Body!.Topic, last.Next).ShouldBe(("Lesson 1", null));
        (await LessonsAsync(_two.Mys, null, "even")).ShouldSatisfyAllConditions(
            found => found.Page.Count.ShouldBe(20),
            found => found.Next.ShouldNotBeNull()
        );
        (await LessonsAsync(_two.Mys, null, "both")).ShouldSatisfyAllConditions(
            found => found.Page.ShouldBeEmpty(),
            found => found.Next.ShouldBeNull()
        );
        (await _two.Mys.RunAsync("lessons", "odd")).Progress.ShouldContain(
            "There are older lessons. To see them, repeat the command with: --before "
        );
    }

    [Test]
    public async Task Who_is_given_a_content_is_recorded_and_what_is_only_searched_is_not()
    {
        await _two.SendAsync(_two.Bgd, Lesson("Night buses", "Groups travel by bus."));
        await _two.SendAsync(_two.Bgd, Lesson("Boats", "Groups travel by sea."));
        await _two.SendAsync(_two.Bgd, Contacts("First unit"));
        await _two.SendAsync(_two.Bgd, Action("MYS", "An action"));
        await _two.CrossAsync();

        await FindAsync(_two.Mys, "sea");
        await FindAsync(_two.Mys, "nowhere");
        await ContactsAsync(_two.Mys);
        await ActionsAsync(_two.Mys, ActionStatus.Done);
        await ActionsAsync(_two.Mys);

        Opened(_two.Mys).ShouldBe(["lesson-learned", "contact-update", "follow-up-action"]);
    }

    [Test]
    public async Task Content_that_was_erased_is_listed_without_it_and_not_as_opened()
    {
        await _two.SendAsync(_two.Bgd, Contacts("First unit"));
        await _two.CrossAsync();
        await _two.Mys.RecordAsync(transaction =>
            ContentStore.Erase(transaction.Sql, log: null, _two.Mys.Read<long>("SELECT entry_index FROM messages"), transaction.Now)
        );

        (await ContactsAsync(_two.Mys)).ShouldHaveSingleItem().Body.ShouldBeNull();
        (await _two.Mys.RunAsync("contacts")).Output.ShouldContain("The content is no longer stored here.");

        Opened(_two.Mys).ShouldBeEmpty();
    }

    [Test]
    public async Task What_cannot_be_recorded_is_not_given()
    {
        await _two.SendAsync(_two.Bgd, Lesson("Night buses", "Groups travel by bus."));
        await _two.CrossAsync();
        await _two.Mys.RecordAsync(JournalTransaction.Nothing);
        File.Delete(_two.Mys.Home.Mark);
        using (var sql = _two.Mys.Part<Database>().OpenSession())
            _two.Mys.Part<LogBook>().Load(sql);

        await Should.ThrowAsync<LedgerSuspendedException>(() => FindAsync(_two.Mys, "bus"));
    }

    [TestCase("contacts")]
    [TestCase("actions")]
    [TestCase("lessons")]
    public async Task They_are_for_officers_alone(string path)
    {
        using var auditor = await _two.Bgd.ListenAsync(await _two.Bgd.AuditorKeyAsync());
        using var answer = await auditor.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    private static ContactUpdateBody Contacts(string unit)
    {
        var example = TwoGateways.Example<ContactUpdateBody>(CaseKinds.ContactUpdate);
        return example with { ContactPoints = [example.ContactPoints[0] with { Unit = unit }] };
    }

    // At the meeting of the example, or at one that is a day newer.
    private FollowUpActionBody Action(
        string owner,
        string text,
        ActionStatus status = ActionStatus.Open,
        int due = 30,
        string? newer = null
    )
    {
        var example = TwoGateways.Example<FollowUpActionBody>(CaseKinds.FollowUpAction);
        var agreed = example.AgreedAt;
        return example with
        {
            AgreedAt = newer is null ? agreed : agreed with { Meeting = newer, Date = agreed.Date.AddDays(1) },
            Owner = Exchange.Protocol.Parties.PartyName.Parse(owner),
            Unit = "A unit",
            Text = text,
            Status = status,
            Due = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(due),
            Outcome = status == ActionStatus.Done ? "It is done." : null,
        };
    }

    private static LessonLearnedBody Lesson(string topic, string text, string? practice = null) =>
        new()
        {
            Type = LessonType.Trend,
            Topic = topic,
            Text = text,
            Practice = practice,
        };

    private static IEnumerable<string> Units(IEnumerable<OpenedView<ContactUpdateBody>> contacts) =>
        contacts
            .Select(update => $"{update.Sender} to {update.Recipient}: {update.Body!.ContactPoints[0].Unit}")
            .Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<OpenedView<ContactUpdateBody>>> ContactsAsync(TestGateway gateway) =>
        (await gateway.Part<ListHandler>().ContactsAsync(null, TestCaller.Officer, CancellationToken.None)).Page;

    private static async Task<IReadOnlyList<OpenedView<FollowUpActionBody>>> ActionsAsync(
        TestGateway gateway,
        ActionStatus? status = null
    ) => (await gateway.Part<ListHandler>().ActionsAsync(null, status, null, TestCaller.Officer, CancellationToken.None)).Page;

    private static Task<OpenedPage<LessonLearnedBody>> LessonsAsync(TestGateway gateway, long? before, params string[] words) =>
        gateway.Part<ListHandler>().LessonsAsync(words, before, TestCaller.Officer, CancellationToken.None);

    private static async Task<List<string>> FindAsync(TestGateway gateway, params string[] words) =>
        [.. (await LessonsAsync(gateway, null, words)).Page.Select(lesson => lesson.Body!.Topic)];

    private static async Task<string> RecapAsync(TestGateway gateway)
    {
        var run = await gateway.RunAsync("actions", "--recap");
        run.ExitCode.ShouldBe(0, run.Progress);
        return run.Output.ReplaceLineEndings("\n");
    }

    // The kinds of the messages that were opened.
    private static List<string> Opened(TestGateway gateway)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        return EntryTable
            .Read(sql, log: null, 0)
            .ConvertAll(entry => LedgerLeaf.Read(entry.Leaf).OrThrow())
            .FindAll(leaf => leaf.Event == LedgerEvents.MessageOpened)
            .ConvertAll(leaf => leaf.Kind!);
    }
}
