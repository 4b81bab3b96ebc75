using System.Net;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>The API as officers' programs meet it: keys, tokens, ids, and the steps of an exchange.</summary>
internal sealed class ApiTests
{
    private static Country Asker => TwoCountries.Asker;

    private static Country Answerer => TwoCountries.Answerer;

    private static Guid NewId => MessageId.New(TimeProvider.System);

    [OneTimeSetUp]
    public Task Start() => TwoCountries.StartAsync();

    [Test]
    public async Task The_same_key_for_the_same_request_gives_the_same_message()
    {
        var key = Door.NewKey();
        var first = await Asker.Door.PostAsync("messages", Texts.Request, key);
        var messages = Asker.Rows.Count("messages WHERE outgoing = 1");
        var second = await Asker.Door.PostAsync("messages", Texts.Request, key);
        first.Status.ShouldBe(HttpStatusCode.Accepted);
        second.Status.ShouldBe(HttpStatusCode.Accepted);
        var (sent, again) = (first.As<SubmittedView>(), second.As<SubmittedView>());
        (again with { Warnings = sent.Warnings }).ShouldBe(sent);
        again.Warnings.ShouldBe(sent.Warnings);
        Asker.Rows.Count("messages WHERE outgoing = 1").ShouldBe(messages);
    }

    [Test]
    public async Task The_same_key_for_another_request_is_refused()
    {
        var key = Door.NewKey();
        await Asker.Door.PostAsync("messages", Texts.Request, key);
        await TwoCountries.BecomeQuietAsync();
        var before = Asker.Rows.CountsOfCases();
        var other = await Asker.Door.PostAsync("messages", Texts.RequestWith(root => root["body"]!["facts"] = "Something else."), key);
        other.ShouldBeProblem(HttpStatusCode.Conflict, "key-reused");
        Asker.Rows.CountsOfCases().ShouldBe(before);
    }

    [Test]
    public async Task One_key_used_many_times_at_once_gives_one_message()
    {
        await TwoCountries.BecomeQuietAsync();
        var before = Asker.Rows.Count("messages WHERE outgoing = 1");
        var key = Door.NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Asker.Door.PostAsync("messages", Texts.Request, key)));
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        answers.Select(answer => answer.As<SubmittedView>().MessageId).Distinct().Count().ShouldBe(1);
        Asker.Rows.Count("messages WHERE outgoing = 1").ShouldBe(before + 1);
    }

    [TestCase(null)]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Who_does_not_know_the_token_learns_nothing(string? token)
    {
        await TwoCountries.BecomeQuietAsync();
        using var door = new Door(Asker.Party.Home, token);
        foreach (var path in new[] { "messages", $"messages/{NewId}", "exchanges", "links", "ledger", "ledger/entries", "nothing" })
            (await door.GetAsync(path)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var before = Asker.Rows.CountsOfCases();
        (await door.PostAsync("messages", Texts.Request)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Asker.Rows.CountsOfCases().ShouldBe(before);
    }

    [Test]
    public async Task A_token_of_the_other_country_is_a_wrong_one()
    {
        using var door = new Door(Asker.Party.Home, File.ReadAllText(Answerer.Party.Home.TokenFile).Trim());
        (await door.GetAsync("links")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task Health_is_told_without_a_token_and_names_nobody(string path)
    {
        using var door = new Door(Asker.Party.Home, token: null);
        var answer = await door.GetAsync(path);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Text.ShouldNotContain("MYS");
    }

    [TestCase("messages/{0}")]
    [TestCase("messages/{0}/receipt")]
    [TestCase("exchanges/{0}")]
    [TestCase("messages/not-an-id")]
    [TestCase("nothing")]
    public async Task What_is_not_there_is_told_so(string path) =>
        (await Asker.Door.GetAsync(string.Format(null, path, NewId))).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

    [Test]
    public async Task What_takes_no_post_says_so() =>
        (await Asker.Door.PostAsync("ledger", "{}")).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "not-allowed");

    [Test]
    public async Task A_question_that_cannot_be_read_is_told_so() =>
        (await Asker.Door.GetAsync("messages?exchange=5")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-request");

    [Test]
    public async Task What_was_never_received_cannot_be_answered()
    {
        var own = await Answerer.SubmitAsync(Texts.RequestWith(root => root["counterpart"] = "BGD"));
        await TwoCountries.BecomeQuietAsync();
        var before = Answerer.Rows.CountsOfCases();
        foreach (
            var (id, status, code) in new[]
            {
                (NewId, HttpStatusCode.NotFound, "not-found"),
                (own.MessageId, HttpStatusCode.Conflict, "step-505"),
            }
        )
        {
            (await Answerer.Door.PostAsync($"messages/{id}/respond", Texts.FinalResponse)).ShouldBeProblem(status, code);
            (
                await Answerer.Door.PostAsync($"messages/{id}/acknowledge", Texts.Acknowledgement("2026-12-01T00:00:00.000Z"))
            ).ShouldBeProblem(status, code);
        }

        Answerer.Rows.CountsOfCases().ShouldBe(before);
    }

    [Test]
    public async Task A_counterpart_that_is_not_known_cannot_be_pinged() =>
        (await Asker.Door.PostAsync("links/THA/ping", "{}")).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

    [Test]
    public async Task A_ping_is_answered_in_both_directions()
    {
        foreach (var (country, other) in new[] { (Asker, "MYS"), (Answerer, "BGD") })
        {
            var answer = await country.Door.PostAsync($"links/{other}/ping", "{}");
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
            answer.As<PingView>().Counterpart.ShouldBe(other);
        }
    }

    [Test]
    public async Task An_officer_acknowledges_a_request()
    {
        var request = await Asker.SubmitAsync(Texts.Request);
        await Asker.DeliveredAsync(request.MessageId);
        var dueAt = ProtocolTime.Write(TimeProvider.System.Now().AddDays(2));
        var answer = await Answerer.Door.PostAsync($"messages/{request.MessageId}/acknowledge", Texts.Acknowledgement(dueAt));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        var acknowledgement = answer.As<SubmittedView>();
        acknowledgement.Reference.ShouldBe(request.Reference);
        await Answerer.DeliveredAsync(acknowledgement.MessageId);
        var body = (await Asker.OpenAsync(acknowledgement.MessageId)).Message!["body"]!;
        ((string?)body["dueAt"]).ShouldBe(dueAt);
        ((bool?)body["automatic"]).ShouldBe(false);
    }

    [Test]
    public async Task Nothing_follows_a_final_answer()
    {
        var request = await Asker.SubmitAsync(Texts.Request);
        await Asker.DeliveredAsync(request.MessageId);
        (await Answerer.Door.PostAsync($"messages/{request.MessageId}/respond", Texts.FinalResponse)).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
        await TwoCountries.BecomeQuietAsync();
        var before = Answerer.Rows.CountsOfCases();
        (await Answerer.Door.PostAsync($"messages/{request.MessageId}/respond", Texts.FinalResponse)).ShouldBeProblem(
            HttpStatusCode.Conflict,
            "step-505"
        );
        Answerer.Rows.CountsOfCases().ShouldBe(before);
        (await Asker.ExchangeAsync(request.ExchangeId)).State.Status.ShouldBe(ExchangeStatus.Answered);
    }

    [Test]
    public async Task What_was_said_is_read_alike_on_both_sides()
    {
        var request = await Asker.SubmitAsync(Texts.Request);
        await Asker.DeliveredAsync(request.MessageId);
        var (sent, received) = (await Asker.OpenAsync(request.MessageId), await Answerer.OpenAsync(request.MessageId));
        (received.Signed, received.Sealed, received.Reference).ShouldBe((sent.Signed, sent.Sealed, sent.Reference));
        JsonNode.DeepEquals(sent.Message, received.Message).ShouldBeTrue();
        JsonNode.DeepEquals(sent.Message!["body"], JsonNode.Parse(Texts.Request)!["body"]).ShouldBeTrue();
    }
}
