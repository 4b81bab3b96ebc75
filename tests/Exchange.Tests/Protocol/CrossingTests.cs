using System.Collections.Concurrent;
using System.Text.Json;
using CsCheck;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;
using Exchange.Tests.Gateway;

namespace Exchange.Tests.Protocol;

/// <summary>
/// Random histories of one exchange, legal and illegal, whose messages arrive in any order, and receipts more than once, between two
/// sides whose clocks differ and jump, and which read their state from a row again after every entry, as after a restart.
/// </summary>
internal sealed class CrossingTests
{
    private static readonly string[] Openers =
    [
        "request",
        "support-request",
        "protection-alert",
        "consent-request",
        "spontaneous-information",
        "follow-up-action",
        "follow-up-action of the opener",
    ];

    private static readonly Gen<(int Choice, int Pick)[]> Scripts = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 999]).Array[5, 60];

    [TestCaseSource(nameof(Openers))]
    public void What_one_side_may_send_the_other_accepts_and_both_come_to_the_same_state(string opener) =>
        Scripts.Sample(script => Played(opener, script, isHonest: true).Refused.ShouldBeEmpty(), iter: 200);

    [TestCaseSource(nameof(Openers))]
    public void Both_sides_come_to_the_same_state_also_when_they_send_what_they_may_not(string opener) =>
        Scripts.Sample(script => Played(opener, script, isHonest: false).State(true).Steps.Count.ShouldBeLessThan(100), iter: 200);

    [TestCaseSource(nameof(Openers))]
    public void What_is_offered_is_what_its_own_rules_accept_and_nothing_else(string opener)
    {
        var seen = new ConcurrentDictionary<ExchangeStatus, bool>();
        Scripts.Sample(
            script =>
            {
                var talk = new Crossing(Opening(opener), isHonest: true);
                foreach (var (choice, pick) in script)
                    talk.Play(choice, pick);
                Compare(talk, true);
                Compare(talk, false);
            },
            iter: 60
        );
        seen.Count.ShouldBeGreaterThan(2);

        void Compare(Crossing talk, bool side)
        {
            seen[talk.State(side).Status] = true;
            talk.Offered(side).ShouldBe(talk.Accepted(side), ignoreOrder: true, $"{talk.State(side).Status}");
        }
    }

    private static Crossing Played(string opener, (int Choice, int Pick)[] script, bool isHonest)
    {
        var talk = new Crossing(Opening(opener), isHonest);
        foreach (var (choice, pick) in script)
            talk.Play(choice, pick);
        talk.Finish();
        MirroredState.Of(talk.State(true)).ShouldBe(MirroredState.Of(talk.State(false)));
        talk.Rows.ShouldBe([JsonOf(talk.State(true)), JsonOf(talk.State(false))]);
        return talk;
    }

    private static string JsonOf(ExchangeState? state) => JsonSerializer.Serialize(state, ProtocolJson.Options);

    private static MessageBody Opening(string kind) =>
        kind switch
        {
            "consent-request" => new ConsentRequestBody
            {
                MessageId = Conversation.Id(1),
                Use = ConsentUse.PassOn,
                Recipients = ["Thailand"],
                Text = "Needed.",
            },
            "spontaneous-information" => new SpontaneousInformationBody
            {
                Offence = new("0204", null),
                Items = [new("Seen.", null, SourceGrade.A, InformationGrade.Certain, null, null)],
                Entities = [],
            },
            "follow-up-action" => Crossing.Action("MYS", ActionStatus.Open),
            "follow-up-action of the opener" => Crossing.Action("BGD", ActionStatus.Open),
            "support-request" => TwoGateways.Example<MessageBody>(CaseKinds.SupportRequest),
            "protection-alert" => TwoGateways.Example<MessageBody>(CaseKinds.ProtectionAlert),
            _ => new RequestBody
            {
                Urgency = Urgency.Urgent,
                UrgencyReason = UrgencyReason.Liberty,
                Authority = "CID",
                Offence = new("0204", null),
                Facts = "Facts.",
                Subjects = [],
                Necessity = new("Needed.", "No less.", "Held."),
                Questions = [new(1, QuestionType.Other, "One?", null), new(2, QuestionType.Other, "Two?", null)],
            },
        };

    /// <summary>True is the opener, BGD; false the other side, MYS.</summary>
    private sealed class Crossing
    {
        private readonly Dictionary<bool, List<ExchangeStep>> _logs = new() { [true] = [], [false] = [] };
        private readonly Dictionary<bool, string> _rows = new() { [true] = "null", [false] = "null" };
        private readonly Dictionary<bool, TimeSpan> _ahead = new() { [true] = TimeSpan.Zero, [false] = TimeSpan.Zero };
        private readonly Dictionary<bool, int> _sequences = new() { [true] = 0, [false] = 0 };
        private readonly List<(Message Message, bool From, bool Legal)> _onTheWay = [];
        private readonly List<(ExchangeStep Receipt, bool To)> _receipts = [];
        private readonly List<Guid> _asking = [];
        private readonly List<Guid> _correcting = [];
        private readonly Guid _id = NewId(0);
        private DateTimeOffset _now = Conversation.Start;
        private readonly bool _isHonest;
        private int _messages;

        public Crossing(MessageBody opener, bool isHonest)
        {
            _isHonest = isHonest;
            Send(opener, true, null, legal: true);
            Deliver(0);
        }

        /// <summary>Legal messages that were refused.</summary>
        public List<string> Refused { get; } = [];

        public ExchangeState State(bool side) => ExchangeLife.Fold(_logs[side]).ShouldNotBeNull();

        /// <summary>The state of the opener and of the other side, as each was stored after every entry.</summary>
        public IReadOnlyList<string> Rows => [_rows[true], _rows[false]];

        /// <summary>What a side is offered: kind, message that is answered, step.</summary>
        public IEnumerable<string> Offered(bool side) =>
            ExchangeRules
                .Offers(State(side), _sequences[side] + 1)
                .SelectMany(offer => offer.Steps.Select(step => $"{offer.Kind} {offer.InReplyTo} {step}"));

        /// <summary>What its rules accept of all that there is to say, in answer to every message that asks back or puts right.</summary>
        public IEnumerable<string> Accepted(bool side)
        {
            var state = State(side);
            return Enumerable
                .Range(0, Forms)
                .SelectMany(pick => Bodies(side, pick))
                .SelectMany(body => _asking.Concat(_correcting).Append(_id).Select(answered => (body, answered)))
                // An acknowledgement of what is not the opening message says nothing of the access: it would be malformed.
                .Where(said => said.answered == _id || said.body is not AcknowledgementBody { Access: not null })
                .Select(said => Write(said.body, side, said.answered, _sequences[side] + 1))
                .Where(message => ExchangeRules.Judge(state, message, isOurs: true) is null)
                // That it names a message of its own is judged where messages are stored.
                .Where(message =>
                    _sequences[side] > 0 || message.Body is not (CorrectionBody or WithdrawalBody { Messages: not null })
                )
                .Select(message =>
                    $"{message.Header.Kind} {message.Header.InReplyTo!.MessageId} {((CaseKind)message.Header.Kind).Step(FactSet.Of(message))}"
                )
                .Distinct();
        }

        public void Play(int choice, int pick)
        {
            _now += TimeSpan.FromMinutes(pick);
            if (choice is > 90 and < 95)
                _ahead[pick % 2 == 0] = TimeSpan.FromHours((pick % 144) - 72);
            else if (choice < 50)
                Say(pick % 2 == 0, pick / 2, force: !_isHonest && choice < 10);
            else if (choice < 75)
                Deliver(pick);
            else
                Learn(pick, again: choice > 95);
        }

        public void Finish()
        {
            for (var turn = 0; _onTheWay.Count > 0 && turn < 10_000; turn++)
                Deliver(turn);
            while (_receipts.Count > 0)
                Learn(0, again: false);
        }

        public static FollowUpActionBody Action(string owner, ActionStatus status) =>
            new()
            {
                AgreedAt = new("Meeting", "Dhaka", new(2026, 1, 1)),
                Text = "Do it.",
                Owner = PartyName.Parse(owner),
                Unit = "D3",
                Due = new(2027, 1, 1),
                Status = status,
                Outcome = status is ActionStatus.Done or ActionStatus.Dropped ? "So." : null,
            };

        // A protection alert is about a victim, who may be a minor.
        private static Handling HandlingOf(MessageBody body) =>
            TestGateway.Handling with
            {
                ContainsVictimData = body is ProtectionAlertBody,
                ContainsMinorData = body is ProtectionAlertBody,
            };

        // Among so many picks each form of each body comes.
        private const int Forms = 5;

        private static Guid NewId(int number) => Guid.Parse($"019ab0e7-9b00-7abc-8def-{number:x12}");

        // Of each kind that follows, at least one of each of its forms among the picks.
        private List<MessageBody> Bodies(bool side, int pick) =>
            [
                new AcknowledgementBody
                {
                    Unit = "D3",
                    CaseOfficer = "Officer",
                    Automatic = false,
                    Access = (pick % 4) switch
                    {
                        0 => Access.Direct,
                        1 => Access.Indirect,
                        _ => null,
                    },
                },
                new ClarificationBody { Questions = [new(1, "Which?", null)] },
                new ClarificationBody { Answers = [new(1, "That.")] },
                new ResponseBody
                {
                    Extent = Extent.Partial,
                    Answers = [new(1 + (pick % 2), Outcome.NoHit, null, [])],
                    Entities = [],
                },
                new ResponseBody
                {
                    Extent = Extent.Final,
                    Answers = [new(1, Outcome.NoHit, null, []), new(2, Outcome.NoHit, null, [])],
                    Entities = [],
                },
                new ResponseBody
                {
                    Extent = (Extent)(pick % 2),
                    Answers = [],
                    Text = "Done.",
                    Entities = [],
                },
                new RefusalBody { Ground = RefusalGround.NotAvailable, Text = "None." },
                new RefusalBody
                {
                    Ground = RefusalGround.NotAvailable,
                    Text = "None.",
                    Questions = [1],
                },
                new ExtensionBody { NewDueAt = Time(side).AddHours(1 + pick), Reason = ExtensionReason.Volume },
                new ReminderBody
                {
                    DueAt = Time(side),
                    Number = 1,
                    Automatic = false,
                },
                new FeedbackBody { Outcome = (FeedbackOutcome)(pick % 10), Usefulness = Usefulness.Useful },
                new WithdrawalBody
                {
                    Reason = WithdrawalReason.Other,
                    Text = "Not needed.",
                    Messages = pick % 5 > 0 ? [NewId(1)] : null,
                },
                new ErasureBody
                {
                    Messages = [new(NewId(1), Digest.Of("signed"u8))],
                    ErasedAt = Time(side),
                    Ground = (ErasureGround)(pick % 4),
                },
                new ConsentBody { Granted = true },
                new ConsentBody { Granted = false, Reason = "No." },
                Action(side ? "BGD" : "MYS", (ActionStatus)(pick % 4)),
                new CorrectionBody
                {
                    MessageId = NewId(1),
                    Reason = CorrectionReason.Error,
                    Text = "Not so.",
                    Replacements = [],
                    Entities = [],
                },
                new AcknowledgementBody
                {
                    Unit = "D3",
                    CaseOfficer = "Officer",
                    Automatic = false,
                },
            ];

        // Says something at random; what the sender's own rules refuse only if it is forced.
        private void Say(bool side, int pick, bool force)
        {
            var answered = pick % 3 == 0 ? _asking.ElementAtOrDefault(pick % Math.Max(1, _asking.Count)) : Guid.Empty;
            var bodies = Bodies(side, pick);
            var body = bodies[pick % bodies.Count];
            var explains = body is ClarificationBody { Answers: not null };
            // Nobody can name a message that it does not have, as its signature is named too.
            var here = _correcting.FindAll(id => _logs[side].Exists(step => step.MessageId == id));
            var applied = here.ElementAtOrDefault(pick % Math.Max(1, here.Count));
            var inReplyTo = explains ? answered
                : body is AcknowledgementBody { Access: null } ? applied
                : Guid.Empty;
            var message = Write(body, side, inReplyTo != Guid.Empty ? inReplyTo : _id, _sequences[side] + 1);
            var legal = ExchangeRules.Judge(State(side), message, isOurs: true) is null;
            if (legal || force)
                Send(body, side, message.Header.InReplyTo!.MessageId, legal);
        }

        private void Send(MessageBody body, bool side, Guid? inReplyTo, bool legal)
        {
            var message = Write(body, side, inReplyTo, ++_sequences[side]);
            _messages++;
            if (body is ClarificationBody { Questions: not null })
                _asking.Add(message.Header.MessageId);
            if (body is CorrectionBody)
                _correcting.Add(message.Header.MessageId);
            Tell(side, LedgerEvents.MessageSent, message, MessageDetail.Of(message));
            _onTheWay.Add((message, side, legal));
        }

        private void Deliver(int pick)
        {
            if (_onTheWay.Count == 0)
                return;
            var (message, from, legal) = _onTheWay[pick % _onTheWay.Count];
            _onTheWay.RemoveAt(pick % _onTheWay.Count);
            var refusal = ExchangeRules.Judge(ExchangeLife.Fold(_logs[!from]), message, isOurs: false);
            if (refusal is { MayWait: true } && _onTheWay.Exists(other => other.From == from))
            {
                _onTheWay.Insert(0, (message, from, legal));
                return;
            }

            if (refusal is not null && legal)
                Refused.Add($"{message.Header.Kind} {refusal.Code} {refusal.Text}");
            _now += TimeSpan.FromMinutes(7);
            var code = refusal?.Code ?? ReceiptCode.Accepted;
            Tell(
                !from,
                refusal is null ? LedgerEvents.MessageAccepted : LedgerEvents.MessageRejected,
                message,
                MessageDetail.Of(message),
                code
            );
            var header = message.Header;
            var receipt = new ExchangeStep(
                0,
                refusal is null ? LedgerEvents.MessageDelivered : LedgerEvents.MessageRefused,
                Time(!from),
                header.MessageId,
                _id,
                (CaseKind)header.Kind,
                header.Sequence!.Value
            )
            {
                Code = code,
                Detail = new() { AcceptedAt = refusal is null ? Time(!from) : null },
            };
            _receipts.Add((receipt, from));
        }

        private void Learn(int pick, bool again)
        {
            if (_receipts.Count == 0)
                return;
            var (receipt, to) = _receipts[pick % _receipts.Count];
            Add(to, receipt with { Entry = _logs[to].Count });
            if (!again)
                _receipts.RemoveAt(pick % _receipts.Count);
        }

        private void Tell(bool side, string @event, Message message, MessageDetail detail, ReceiptCode? code = null)
        {
            var header = message.Header;
            var detailed = MessageDetail.Read(detail.ToJson());
            var entry = _logs[side].Count;
            Add(
                side,
                new(entry, @event, Time(side), header.MessageId, _id, (CaseKind)header.Kind, header.Sequence!.Value)
                {
                    Code = code,
                    Detail = detailed,
                }
            );
        }

        // The state is stored and read again with every entry.
        private void Add(bool side, ExchangeStep entry)
        {
            _logs[side].Add(entry);
            _rows[side] = JsonOf(ExchangeLife.Apply(JsonSerializer.Deserialize<ExchangeState>(_rows[side], ProtocolJson.Options), entry));
        }

        private DateTimeOffset Time(bool side) => _now + _ahead[side];

        private Message Write(MessageBody body, bool side, Guid? inReplyTo, int sequence) =>
            MessageWriter.Write(
                new()
                {
                    MessageId = inReplyTo is null ? _id : NewId(_messages + 1),
                    Kind = body.Kind,
                    Sender = PartyName.Parse(side ? "BGD" : "MYS"),
                    Recipient = PartyName.Parse(side ? "MYS" : "BGD"),
                    Salt = new byte[16],
                    IssuedAt = Time(side),
                    ExpiresAt = Time(side).AddDays(30),
                    ExchangeId = _id,
                    Reference = Conversation.Reference,
                    Sequence = sequence,
                    InReplyTo = inReplyTo is { } id ? new(id, Digest.Of("signed"u8)) : null,
                    Handling = HandlingOf(body),
                },
                body
            );
    }
}
