using Exchange.Gateway.Submitting;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>
/// A message names only those that its kind may name, and both sides see to it: what its sender said can be taken back or put right.
/// </summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class NamedMessageTests(string store)
{
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start() => _gateway = TestGateway.Start(store: store);

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task We_name_only_messages_of_ours_in_this_exchange()
    {
        var theirs = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(theirs));
        var (ours, other) = (await _gateway.SendAsync(), await _gateway.SendAsync());

        foreach (var wrong in new[] { theirs.MessageId, other.MessageId, MessageId.New(TimeProvider.System) })
        {
            (await FollowAsync(ours, Withdrawal(ours.MessageId, wrong)))
                .ShouldBeOfType<SendResult.Invalid>()
                .Faults.ShouldHaveSingleItem()
                .ShouldBe(new(ReceiptCode.AgainstTheVocabulary, "/body/messages/1", "Not a message of its sender in this exchange."));
            (await FollowAsync(ours, Correction(wrong)))
                .ShouldBeOfType<SendResult.Invalid>()
                .Faults.ShouldHaveSingleItem()
                .Pointer.ShouldBe("/body/messageId");
        }

        (await FollowAsync(ours, Withdrawal(ours.MessageId))).ShouldBeOfType<SendResult.Sent>();
        (await FollowAsync(ours, Correction(ours.MessageId))).ShouldBeOfType<SendResult.Sent>();
        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing").ShouldBe(4);
    }

    [Test]
    public async Task We_put_right_only_items_that_our_message_has()
    {
        var item = new ItemOfInformation("Seen.", null, SourceGrade.A, InformationGrade.Certain, null, null);
        var sent = await _gateway.SendAsync(
            body: new SpontaneousInformationBody
            {
                Offence = new("0204", null),
                Items = [item],
                Entities = [],
            }
        );
        var correction = Correction(sent.MessageId);

        (
            await FollowAsync(
                sent,
                correction with
                {
                    Replacements = [new("/body/items/0", item), new("/body/items/1", item), new("/body/offence", item)],
                }
            )
        )
            .ShouldBeOfType<SendResult.Invalid>()
            .Faults.Select(fault => (fault.Code, fault.Pointer))
            .ShouldBe([
                (ReceiptCode.AgainstTheVocabulary, "/body/replacements/1/pointer"),
                (ReceiptCode.AgainstTheVocabulary, "/body/replacements/2/pointer"),
            ]);
        (await FollowAsync(sent, correction with { Replacements = [new("/body/items/0", item)] })).ShouldBeOfType<SendResult.Sent>();
    }

    [Test]
    public async Task We_ask_for_consent_only_to_what_their_message_has()
    {
        var theirs = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(theirs));

        (await AskAsync(theirs.MessageId, "/body/facts", "/body/items/0"))
            .ShouldBeOfType<SendResult.Invalid>()
            .Faults.ShouldHaveSingleItem()
            .Pointer.ShouldBe("/body/items/1");
        (await AskAsync(theirs.MessageId, "/body/facts")).ShouldBeOfType<SendResult.Sent>();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_theirs_one_that_names_anything_else_is_refused(bool withdraws)
    {
        var ours = await _gateway.SendAsync();
        var (opener, other) = (await OpenAsync(1), await OpenAsync(2));

        (await ArriveAsync(opener, 2, Body(withdraws, ours.MessageId))).ShouldBe(403);
        (await ArriveAsync(opener, 3, Body(withdraws, other.MessageId))).ShouldBe(403);
        (await ArriveAsync(opener, 4, Body(withdraws, MessageId.New(TimeProvider.System)))).ShouldBe(403);
        (await ArriveAsync(opener, 5, Body(withdraws, opener.MessageId))).ShouldBe(100);
    }

    [Test]
    public async Task One_that_comes_before_what_it_names_waits_for_it()
    {
        var opener = await OpenAsync(1);
        var feedback = MessageId.New(TimeProvider.System);

        (await ArriveAsync(opener, 3, Withdrawal(feedback))).ShouldBe(0);
        (await ArriveAsync(opener, 2, Correction(opener.MessageId), feedback)).ShouldBe(100);
        await _gateway.ReviewAsync();

        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE NOT outgoing AND code = 100").ShouldBe(3);
    }

    [Test]
    public async Task We_say_of_messages_of_this_exchange_alone_that_they_are_erased_by_id_and_signature()
    {
        var (ours, other) = (await _gateway.SendAsync(), await _gateway.SendAsync());

        foreach (
            var wrong in new[]
            {
                new ErasedMessage(other.MessageId, other.Signed),
                new(ours.MessageId, other.Signed),
                new(MessageId.New(TimeProvider.System), ours.Signed),
            }
        )
        {
            (await FollowAsync(ours, Erasure(new(ours.MessageId, ours.Signed), wrong)))
                .ShouldBeOfType<SendResult.Invalid>()
                .Faults.ShouldHaveSingleItem()
                .ShouldBe(
                    new(
                        ReceiptCode.AgainstTheVocabulary,
                        "/body/messages/1/messageId",
                        "Not a message of this exchange with this signature."
                    )
                );
        }

        (await FollowAsync(ours, Erasure(new ErasedMessage(ours.MessageId, ours.Signed)))).ShouldBeOfType<SendResult.Sent>();
    }

    [Test]
    public async Task They_say_that_ours_or_theirs_of_this_exchange_are_erased_and_nothing_else()
    {
        var ours = await _gateway.SendAsync();
        var opener = await OpenAsync(1);
        var signed = SignedOf(opener.MessageId);

        (await ArriveAsync(opener, 2, Erasure(new ErasedMessage(ours.MessageId, ours.Signed)))).ShouldBe(403);
        (await ArriveAsync(opener, 3, Erasure(new ErasedMessage(opener.MessageId, ours.Signed)))).ShouldBe(403);
        (await ArriveAsync(opener, 4, Erasure(new ErasedMessage(opener.MessageId, signed)))).ShouldBe(100);
        (
            await FollowAsync(new(opener.MessageId, opener.ExchangeId!.Value, opener.Reference!, signed), Correction(opener.MessageId))
        ).ShouldBeOfType<SendResult.Invalid>();
        (
            await FollowAsync(
                new(opener.MessageId, opener.ExchangeId!.Value, opener.Reference!, signed),
                Erasure(new ErasedMessage(opener.MessageId, signed))
            )
        ).ShouldBeOfType<SendResult.Sent>();
    }

    [Test]
    public async Task Consent_is_asked_of_whom_provided_the_message_alone()
    {
        var (ours, theirs) = (await _gateway.SendAsync(), await OpenAsync(1));

        (await AskAsync(ours.MessageId))
            .ShouldBeOfType<SendResult.Invalid>()
            .Faults.ShouldHaveSingleItem()
            .ShouldBe(
                new(ReceiptCode.AgainstTheVocabulary, "/body/messageId", "Not a message of its recipient that its sender has accepted.")
            );
        (await AskAsync(MessageId.New(TimeProvider.System))).ShouldBeOfType<SendResult.Invalid>();
        (await AskAsync(theirs.MessageId)).ShouldBeOfType<SendResult.Sent>();

        (await TheyAskAsync(theirs.MessageId, 2)).ShouldBe(403);
        (await TheyAskAsync(MessageId.New(TimeProvider.System), 3)).ShouldBe(403);
        (await TheyAskAsync(ours.MessageId, 4)).ShouldBe(100);
    }

    private static ErasureBody Erasure(params ErasedMessage[] erased) =>
        new()
        {
            Messages = erased,
            ErasedAt = TestGateway.TheirRequest().IssuedAt,
            Ground = ErasureGround.Withdrawn,
        };

    private Task<SendResult> AskAsync(Guid about, params IReadOnlyList<string> items)
    {
        var id = MessageId.New(_gateway.Clock);
        return _gateway
            .Part<CaseSender>()
            .SendAsync(
                new(
                    _gateway.Counterpart,
                    id,
                    id,
                    TestGateway.Handling,
                    TestGateway.ConsentRequest(about) with
                    {
                        Items = items.Count > 0 ? items : null,
                    }
                ),
                new Cause(id.ToString(), Digest.Of("x"u8), "token"),
                CancellationToken.None
            );
    }

    private async Task<int> TheyAskAsync(Guid about, int number)
    {
        var header = TestGateway.TheirRequest() with { Kind = CaseKinds.ConsentRequest };
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(header with { Reference = $"MYS-BGD-{header.IssuedAt.Year}-{number:D6}" }, TestGateway.ConsentRequest(about))
        );
        return _gateway.Read<int>($"SELECT code FROM messages WHERE message_id = '{header.MessageId}'");
    }

    private Digest SignedOf(Guid id) => Digest.Parse(_gateway.Read<string>($"SELECT signed FROM messages WHERE message_id = '{id}'"));

    private static MessageBody Body(bool withdraws, Guid names) => withdraws ? Withdrawal(names) : Correction(names);

    private static WithdrawalBody Withdrawal(params Guid[] names) =>
        new()
        {
            Reason = WithdrawalReason.Inaccurate,
            Text = "It was wrong.",
            Messages = names,
        };

    private static CorrectionBody Correction(Guid names) =>
        new()
        {
            MessageId = names,
            Reason = CorrectionReason.Error,
            Text = "It was wrong.",
            Replacements = [],
            Entities = [],
        };

    private async Task<MessageHeader> OpenAsync(int number)
    {
        var opener = TestGateway.TheirRequest();
        opener = opener with { Reference = $"MYS-BGD-{opener.IssuedAt.Year}-{number:D6}" };
        await _gateway.ArriveAsync(_gateway.SealedByThem(opener));
        return opener;
    }

    // The code of what arrived; 0 while it waits.
    private async Task<int> ArriveAsync(MessageHeader opener, int sequence, MessageBody body, Guid? id = null)
    {
        var header = TestGateway.TheirRequest() with
        {
            MessageId = id ?? MessageId.New(TimeProvider.System),
            Kind = body.Kind,
            ExchangeId = opener.ExchangeId,
            Reference = opener.Reference,
            Sequence = sequence,
            InReplyTo = new(opener.MessageId, SignedOf(opener.MessageId)),
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, body));
        return _gateway.Read<int>($"SELECT code FROM messages WHERE message_id = '{header.MessageId}'");
    }

    private Task<SendResult> FollowAsync(SendResult.Sent opener, MessageBody body)
    {
        var id = MessageId.New(_gateway.Clock);
        var draft = new CaseDraft(_gateway.Counterpart, id, opener.ExchangeId, TestGateway.Handling, body)
        {
            InReplyTo = new(opener.MessageId, opener.Signed),
        };
        return _gateway.Part<CaseSender>().SendAsync(draft, new Cause(id.ToString(), Digest.Of("x"u8), "token"), CancellationToken.None);
    }
}
