using CsCheck;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Exchange.Tests.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>
/// Random histories of one exchange between two gateways, which say what they are offered to say: their messages and receipts cross,
/// overtake each other and come again, also after a restart.
/// </summary>
internal sealed class CrossingGatewaysTests
{
    private static readonly Gen<(int Choice, int Pick)[]> Histories = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 9999]).Array[20, 60];

    [Test]
    public async Task Each_message_counts_once_and_both_come_to_one_state_in_whatever_order_and_however_often_they_come() =>
        await Histories.SampleAsync(PlayAsync, iter: 10, threads: 1);

    private static async Task PlayAsync((int Choice, int Pick)[] history)
    {
        await using var border = new Border();
        await border.OpenAsync();
        foreach (var (choice, pick) in history)
            await border.ActAsync(choice, pick);
        await border.SettleAsync();

        MirroredState.Of(border.State(border.Bgd)).ShouldBe(MirroredState.Of(border.State(border.Mys)));
        foreach (var (from, to) in new[] { (border.Bgd, border.Mys), (border.Mys, border.Bgd) })
        {
            var sent = from.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing");
            Entries(from, LedgerEvents.MessageSent).ShouldBe(sent);
            Entries(from, LedgerEvents.MessageDelivered).ShouldBe(sent);
            Entries(to, LedgerEvents.MessageAccepted).ShouldBe(sent);
        }
    }

    private static long Entries(TestGateway gateway, string @event) =>
        gateway.Read<long>($"SELECT COUNT(*) FROM entries WHERE CAST(leaf AS TEXT) LIKE '%\"event\":\"{@event}\"%'");

    /// <summary>What both have sealed for each other stays at hand, so that it can come at any time and more than once.</summary>
    private sealed class Border : IAsyncDisposable
    {
        private const string Open =
            "SELECT (SELECT COUNT(*) FROM messages WHERE outgoing AND code IS NULL) + (SELECT COUNT(*) FROM deferred)";

        // Messages that have come are answered with their receipt again, but not within ten seconds.
        private static readonly TimeSpan UntilRepeated = TimeSpan.FromSeconds(11);

        private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
        private readonly TwoGateways _two;
        private readonly List<(TestGateway To, byte[] Bytes)> _sealed = [];
        private readonly Dictionary<TestGateway, long> _taken = [];
        private readonly Dictionary<TestGateway, Guid> _first = [];
        private Guid _id;

        public Border() => _two = new(_clock);

        public TestGateway Bgd => _two.Bgd;

        public TestGateway Mys => _two.Mys;

        public ExchangeState State(TestGateway gateway)
        {
            using var sql = gateway.Part<Database>().OpenSession();
            return ExchangeTable.Find(sql, gateway.Counterpart.Name, _id).ShouldNotBeNull();
        }

        public async Task OpenAsync()
        {
            var request = TestGateway.Request with
            {
                Questions = [new(1, QuestionType.Other, "One?", null), new(2, QuestionType.Other, "Two?", null)],
            };
            _id = (await _two.SendAsync(Bgd, request)).ExchangeId;
            _first[Bgd] = _id;
            Take();
            await _sealed[0].To.ArriveAsync(_sealed[0].Bytes);
            Take();
        }

        public async Task ActAsync(int choice, int pick)
        {
            _clock.Advance(TimeSpan.FromSeconds(pick % 60));
            if (choice < 45)
                await SayAsync(pick % 2 == 0 ? Bgd : Mys, pick / 2);
            else if (choice < 90)
                await ArriveAsync(pick % _sealed.Count);
            else if (choice < 97)
                _clock.Advance(TimeSpan.FromHours(pick % 48));
            else
                await (pick % 2 == 0 ? Bgd : Mys).RestartAsync();
            Take();
        }

        /// <summary>
        /// Everything comes again, the newest first and then the oldest, until both have all receipts: a receipt that came before the one
        /// from which it is proved is judged when it comes again.
        /// </summary>
        public async Task SettleAsync()
        {
            for (var round = 0; round < 20 && Bgd.Read<long>(Open) + Mys.Read<long>(Open) > 0; round++)
            {
                _clock.Advance(UntilRepeated);
                var oldestFirst = Enumerable.Range(0, _sealed.Count);
                foreach (var index in round % 2 == 0 ? oldestFirst.Reverse() : oldestFirst)
                    await ArriveAsync(index);
                await Bgd.ReviewAsync();
                await Mys.ReviewAsync();
                Take();
            }
        }

        public ValueTask DisposeAsync() => _two.DisposeAsync();

        private Task ArriveAsync(int index) => _sealed[index].To.ArriveAsync(_sealed[index].Bytes);

        private void Take()
        {
            foreach (var (from, to) in new[] { (Bgd, Mys), (Mys, Bgd) })
            {
                using var sql = from.Part<Database>().OpenSession();
                var rows = sql.Query(
                    "SELECT outbox_id, bytes FROM sealed WHERE outbox_id > @p0 ORDER BY outbox_id",
                    row => (Id: row.GetInt64(0), Bytes: row.GetFieldValue<byte[]>(1)),
                    _taken.GetValueOrDefault(from)
                );
                if (rows.Count > 0)
                    _taken[from] = rows[^1].Id;
                _sealed.AddRange(rows.Select(row => (to, row.Bytes)));
            }
        }

        // One of the steps that are offered.
        private async Task SayAsync(TestGateway from, int pick)
        {
            InReplyTo answered;
            MessageBody body;
            using (var sql = from.Part<Database>().OpenSession())
            {
                var next = MessageTable.LastSequence(sql, from.Counterpart.Name, outgoing: true, _id) + 1;
                var offers = ExchangeRules
                    .Offers(State(from), next)
                    .SelectMany(offer => offer.Steps.Select(step => (offer.Kind, offer.InReplyTo, Step: step)))
                    .ToList();
                if (offers.Count == 0)
                    return;
                var (kind, inReplyTo, step) = offers[pick % offers.Count];
                var stored =
                    MessageTable.Find(sql, from.Counterpart.Name, outgoing: true, inReplyTo)
                    ?? MessageTable.Find(sql, from.Counterpart.Name, outgoing: false, inReplyTo);
                answered = new(inReplyTo, stored.ShouldNotBeNull().Signed);
                body = BodyOf(from, kind, step, pick, stored);
            }

            var draft = new CaseDraft(from.Counterpart, MessageId.New(_clock), _id, TestGateway.Handling, body) { InReplyTo = answered };
            var result = await from.Part<CaseSender>()
                .SendAsync(draft, new(draft.MessageId.ToString(), Digest.Of("x"u8), "token"), CancellationToken.None);
            _first.TryAdd(from, result.ShouldBeOfType<SendResult.Sent>($"{body}: {result}").MessageId);
        }

        private MessageBody BodyOf(TestGateway from, CaseKind kind, LifeStep step, int pick, StoredMessage answered) =>
            (kind.Code, step) switch
            {
                ("acknowledgement", _) => new AcknowledgementBody
                {
                    Unit = "D3",
                    CaseOfficer = "Officer",
                    Automatic = false,
                },
                ("clarification", LifeStep.Asks) => new ClarificationBody { Questions = [new(1, "Which?", null)] },
                ("clarification", _) => new ClarificationBody { Answers = [new(1, "That.")] },
                ("response", LifeStep.AnswersInPart) => new ResponseBody
                {
                    Extent = Extent.Partial,
                    Answers = [new(1 + (pick % 2), Outcome.NoHit, null, [])],
                    Entities = [],
                },
                ("response", _) => new ResponseBody
                {
                    Extent = Extent.Final,
                    Answers = [new(1, Outcome.NoHit, null, []), new(2, Outcome.NoHit, null, [])],
                    Entities = [],
                },
                ("refusal", _) => new RefusalBody
                {
                    Ground = RefusalGround.NotAvailable,
                    Text = "None.",
                    Questions = step == LifeStep.Refuses ? null : [1],
                },
                ("extension", _) => new ExtensionBody { NewDueAt = _clock.Now().AddHours(1 + (pick % 200)), Reason = ExtensionReason.Volume },
                ("reminder", _) => new ReminderBody
                {
                    DueAt = _clock.Now(),
                    Number = 1,
                    Automatic = false,
                },
                ("feedback", _) => new FeedbackBody { Outcome = (FeedbackOutcome)(pick % 10), Usefulness = Usefulness.Useful },
                ("withdrawal", _) => new WithdrawalBody
                {
                    Reason = WithdrawalReason.Other,
                    Text = "Not needed.",
                    Messages = step == LifeStep.Withdraws ? null : [_first[from]],
                },
                ("correction", _) => new CorrectionBody
                {
                    MessageId = _first[from],
                    Reason = CorrectionReason.Error,
                    Text = "Not so.",
                    Replacements = [],
                    Entities = [],
                },
                ("erasure", _) => new ErasureBody
                {
                    Messages = [new(Guid.Parse(answered.MessageId!), answered.Signed)],
                    ErasedAt = _clock.Now(),
                    Ground = (ErasureGround)(pick % 4),
                },
                _ => throw new InvalidOperationException($"A {kind} is offered."),
            };
    }
}
