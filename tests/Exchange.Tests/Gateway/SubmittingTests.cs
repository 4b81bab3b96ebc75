using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class SubmittingTests(string store)
{
    [Test]
    public async Task What_was_sent_is_found_under_its_key_also_when_it_could_not_be_sent_any_more()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = TestGateway.Start(clock, store: store);
        var json = RequestUntil(clock.Now().AddHours(1));
        var sent = (await SubmitAsync(gateway, json, "key")).ShouldBeOfType<SubmitResult.Sent>();
        clock.Advance(TimeSpan.FromHours(2));

        (await SubmitAsync(gateway, json, "key")).ShouldBe(sent);
        (await SubmitAsync(gateway, json, "another"))
            .ShouldBeOfType<SubmitResult.Faulty>()
            .Faults.ShouldHaveSingleItem()
            .Code.ShouldBe(ReceiptCode.TimesImplausible);
        (await SubmitAsync(gateway, json, null)).ShouldBeOfType<SubmitResult.Faulty>();
        gateway.Read<long>("SELECT COUNT(*) FROM messages").ShouldBe(1);
    }

    [Test]
    public async Task Two_that_count_references_for_themselves_give_none_twice()
    {
        await using var gateway = TestGateway.Start(store: store);
        var another = ActivatorUtilities.CreateInstance<CaseSender>(
            gateway.Part<IServiceProvider>(),
            new ReferenceNumbers(gateway.Part<Database>())
        );
        var id = MessageId.New(gateway.Clock);

        var first = await gateway.SendAsync();
        var second = (
            await another.SendAsync(
                new(gateway.Counterpart, id, id, TestGateway.Handling, TestGateway.Request),
                new("another", Digest.Of("x"u8), "token"),
                CancellationToken.None
            )
        ).ShouldBeOfType<SendResult.Sent>();
        var third = await gateway.SendAsync();

        new[] { first, second, third }.Select(sent => sent.Reference[^6..]).ShouldBe(["000001", "000002", "000003"]);
    }

    [Test]
    public async Task An_answer_that_does_not_fit_the_questions_is_refused_before_it_is_sent_with_every_member_that_is_wrong()
    {
        await using var gateway = TestGateway.Start(store: store);
        var request = TestGateway.TheirRequest();
        await gateway.ArriveAsync(
            gateway.SealedByThem(
                request,
                TestGateway.Request with
                {
                    Questions = [new(1, QuestionType.Other, "One?", null), new(2, QuestionType.Other, "Two?", null)],
                }
            )
        );

        var refused = (await RespondAsync(gateway, request.MessageId, Extent.Final, 77, 1, 78)).ShouldBeOfType<SubmitResult.Faulty>();
        refused.Faults.Select(fault => fault.Pointer).ShouldBe(["/body/answers/0/question", "/body/answers/2/question", "/body/answers"]);
        refused.Faults.ShouldAllBe(fault => fault.Code == ReceiptCode.AgainstTheVocabulary);
        gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing").ShouldBe(0);

        (await RespondAsync(gateway, request.MessageId, Extent.Partial, 2)).ShouldBeOfType<SubmitResult.Sent>();
        (await RespondAsync(gateway, request.MessageId, Extent.Final, 1)).ShouldBeOfType<SubmitResult.Sent>();
    }

    [Test]
    public async Task What_is_often_wrong_is_sent_and_its_writer_warned_again_at_each_repeat()
    {
        await using var gateway = TestGateway.Start(store: store);
        var root = JsonNode.Parse(RequestUntil(gateway.Clock.Now().AddHours(1)))!.AsObject();
        root["body"]!["subjects"]![3]!["imo"] = "9074728";
        using var officer = await gateway.ListenAsync(await gateway.OfficerKeyAsync());
        for (var turn = 0; turn < 2; turn++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/messages")
            {
                Content = new StringContent(root.ToJsonString(ProtocolJson.Options), Encoding.UTF8, "application/json"),
                Headers = { { "Idempotency-Key", "key" } },
            };
            using var response = await officer.SendAsync(request);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            answer["warnings"]!.AsArray().ShouldHaveSingleItem()!["pointer"]!.GetValue<string>().ShouldBe("/body/subjects/3/imo");
        }

        gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing").ShouldBe(1);
    }

    private static Task<SubmitResult> RespondAsync(TestGateway gateway, Guid request, Extent extent, params int[] questions) =>
        gateway
            .Part<SubmitHandler>()
            .AnswerAsync(
                request,
                null,
                CaseKinds.Response,
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        TestGateway.Handling,
                        Body = new ResponseBody
                        {
                            Extent = extent,
                            Answers = [.. questions.Select(question => new Answer(question, Outcome.NoHit, null, []))],
                            Entities = [],
                        },
                    },
                    ProtocolJson.Options
                ),
                TestCaller.Officer,
                $"{extent}",
                CancellationToken.None
            );

    private static Task<SubmitResult> SubmitAsync(TestGateway gateway, byte[] json, string? key) =>
        gateway.Part<SubmitHandler>().OpenAsync(json, TestCaller.Officer, key, CancellationToken.None);

    private static byte[] RequestUntil(DateTimeOffset time)
    {
        using var resource = typeof(DemoStage).Assembly.GetManifestResourceStream("request.json")!;
        var root = JsonNode.Parse(resource)!.AsObject();
        root["expiresAt"] = ProtocolTime.Write(time);
        return Encoding.UTF8.GetBytes(root.ToJsonString(ProtocolJson.Options));
    }
}
