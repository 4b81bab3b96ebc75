using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>
/// One exchange between an asker and an asked party, told to both logs an hour apart: what one sends, the other judges an
/// hour later, and the receipt is back an hour after that.
/// </summary>
internal sealed class Conversation
{
    private readonly Dictionary<bool, List<ExchangeStep>> _logs = new() { [true] = [], [false] = [] };
    private byte _messages;

    public const string Reference = "BGD-MYS-2026-000042";

    public static DateTimeOffset Start { get; } = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; private set; } = Start;

    public Guid ExchangeId { get; } = Id(0);

    /// <summary>What the recipient's ledger says of the times to answer.</summary>
    public DueSpans? Spans { get; init; }

    /// <summary>As the asker's log tells it.</summary>
    public ExchangeState Asker => ExchangeLife.Fold(_logs[true]).ShouldNotBeNull();

    /// <summary>As the asked party's log tells it.</summary>
    public ExchangeState Asked => ExchangeLife.Fold(_logs[false]).ShouldNotBeNull();

    public static Guid Id(byte number) => Guid.Parse($"019ab0e7-9b00-7abc-8def-0000000000{number:x2}");

    public Message Request(Urgency urgency = Urgency.Routine, DateTimeOffset? dueAt = null, int questions = 1) =>
        Write(
            1,
            0,
            new RequestBody
            {
                Urgency = urgency,
                UrgencyReason = urgency == Urgency.Urgent ? UrgencyReason.LifeOrLimb : null,
                Authority = "CID",
                DueAt = dueAt,
                Offence = new("08051", null),
                Facts = "A vessel waits off the coast.",
                Subjects = [],
                Necessity = new("They organise the crossing.", "Nothing less would do.", "It registers vessels."),
                Questions =
                [
                    .. Enumerable.Range(1, questions).Select(number => new Question(number, QuestionType.Other, "Whose is it?", null)),
                ],
            }
        );

    public Message Acknowledgement(int sequence) =>
        Write(
            sequence,
            ++_messages,
            new AcknowledgementBody
            {
                Unit = "D3",
                CaseOfficer = "duty officer",
                DueAt = Start.AddDays(3),
                Automatic = true,
            }
        );

    public Message Response(int sequence, Extent extent) => Response(sequence, extent, 1);

    public Message Response(int sequence, Extent extent, params int[] answered) => Said(sequence, extent, text: null, answered);

    public Message Feedback(int sequence, FeedbackOutcome outcome) =>
        Write(sequence, ++_messages, new FeedbackBody { Outcome = outcome, Usefulness = Usefulness.Useful }, fromAsker: true);

    /// <summary>Takes back so many messages; 0 for the whole exchange.</summary>
    public Message Withdrawal(int sequence, int messages, bool fromAsker) =>
        Write(
            sequence,
            ++_messages,
            new WithdrawalBody
            {
                Reason = WithdrawalReason.SentByMistake,
                Text = "By mistake.",
                Messages = messages == 0 ? null : [.. Enumerable.Range(1, messages).Select(number => Id((byte)(0x80 + number)))],
            },
            fromAsker
        );

    /// <summary>Says that so many messages are destroyed.</summary>
    public Message Erasure(int sequence, int messages, bool fromAsker, ErasureGround ground = ErasureGround.Withdrawn) =>
        Write(
            sequence,
            ++_messages,
            new ErasureBody
            {
                Messages =
                [
                    .. Enumerable
                        .Range(1, messages)
                        .Select(number => new ErasedMessage(Id((byte)(0x80 + number)), Digest.Of("signed"u8))),
                ],
                ErasedAt = Now,
                Ground = ground,
            },
            fromAsker
        );

    /// <summary>The asked party asks back, if not said otherwise.</summary>
    public Message Question(int sequence, int? about = null, bool fromAsker = false) =>
        Write(sequence, ++_messages, new ClarificationBody { Questions = [new(1, "Which?", about)] }, fromAsker);

    /// <summary>The asked party asks back several things.</summary>
    public Message Questions(int sequence, int count) =>
        Write(
            sequence,
            ++_messages,
            new ClarificationBody { Questions = [.. Enumerable.Range(1, count).Select(number => new ClarificationQuestion(number, "Which?", null))] }
        );

    /// <summary>The asker answers what the asked party has asked back.</summary>
    public Message Clarification(int sequence, Message questions, params int[] answered) =>
        Write(
            sequence,
            ++_messages,
            new ClarificationBody { Answers = [.. answered.Select(number => new ClarificationAnswer(number, "That."))] },
            fromAsker: true,
            questions.Header.MessageId
        );

    public Message Reminder(int sequence, bool fromAsker) =>
        Write(
            sequence,
            ++_messages,
            new ReminderBody
            {
                DueAt = Now,
                Number = 1,
                Automatic = false,
            },
            fromAsker
        );

    /// <summary>The action that opens an exchange; its owner reports on it.</summary>
    public Message Action(string owner) => Write(1, 0, ActionOf(owner, ActionStatus.Open));

    public Message Report(int sequence, string owner, bool fromAsker) =>
        Write(sequence, ++_messages, ActionOf(owner, ActionStatus.InProgress), fromAsker);

    public Message Correction(int sequence, bool fromAsker) =>
        Write(
            sequence,
            ++_messages,
            new CorrectionBody
            {
                MessageId = Id(0x81),
                Reason = CorrectionReason.Error,
                Text = "Not so.",
                Replacements = [],
                Entities = [],
            },
            fromAsker
        );

    /// <summary>Says that a correction is applied.</summary>
    public Message Applied(int sequence, Message correction, bool fromAsker) =>
        Write(
            sequence,
            ++_messages,
            new AcknowledgementBody
            {
                Unit = "D3",
                CaseOfficer = "officer",
                Automatic = false,
            },
            fromAsker,
            correction.Header.MessageId
        );

    public Message Refusal(int sequence, params int[] questions) =>
        Write(
            sequence,
            ++_messages,
            new RefusalBody
            {
                Ground = RefusalGround.NotAvailable,
                Text = "None.",
                Questions = questions,
            }
        );

    /// <summary>Refuses all of it.</summary>
    public Message WholeRefusal(int sequence) =>
        Write(sequence, ++_messages, new RefusalBody { Ground = RefusalGround.NotAvailable, Text = "None." });

    /// <summary>A response with a text of its own.</summary>
    public Message Said(int sequence, Extent extent, string? text, params int[] answered) =>
        Write(
            sequence,
            ++_messages,
            new ResponseBody
            {
                Extent = extent,
                Answers = [.. answered.Select(question => new Answer(question, Outcome.NoHit, null, []))],
                Text = text,
                Entities = [],
            }
        );

    public Message Extension(int sequence) =>
        Write(sequence, ++_messages, new ExtensionBody { NewDueAt = Now.AddDays(10), Reason = ExtensionReason.Volume });

    public Message ConsentRequest() =>
        Write(
            1,
            0,
            new ConsentRequestBody
            {
                MessageId = Id(0x81),
                Use = ConsentUse.PassOn,
                Recipients = ["THA"],
                Text = "May we?",
            }
        );

    public Message Consent(int sequence, bool granted = true) =>
        Write(sequence, ++_messages, new ConsentBody { Granted = granted, Reason = granted ? null : "No." });

    public Message SupportRequest() =>
        Write(
            1,
            0,
            new SupportRequestBody
            {
                Urgency = Urgency.Routine,
                Support = SupportType.Interpreter,
                Text = "An interpreter is needed.",
                Place = "Klang",
                From = new(2026, 11, 24),
                Until = new(2026, 11, 30),
                Contact = new()
                {
                    Unit = "D3",
                    Role = "Duty officer",
                    Languages = ["eng"],
                    Channels = [new(ChannelType.Exchange, "D3")],
                },
            }
        );

    public Conversation Sends(Message message)
    {
        Tell(IsFromAsker(message), LedgerEvents.MessageSent, message, MessageDetail.Of(message));
        return this;
    }

    public Conversation Takes(Message message, ReceiptCode code = ReceiptCode.Accepted)
    {
        Now += TimeSpan.FromHours(1);
        Tell(
            !IsFromAsker(message),
            code == ReceiptCode.Accepted ? LedgerEvents.MessageAccepted : LedgerEvents.MessageRejected,
            message,
            MessageDetail.Of(message) with
            {
                Spans = Spans,
            },
            code
        );
        return this;
    }

    public Conversation Learns(Message message, ReceiptCode code = ReceiptCode.Accepted)
    {
        var accepted = code == ReceiptCode.Accepted;
        var detail = new MessageDetail { AcceptedAt = accepted ? Now : null, Spans = accepted ? Spans : null };
        Now += TimeSpan.FromHours(1);
        Tell(IsFromAsker(message), accepted ? LedgerEvents.MessageDelivered : LedgerEvents.MessageRefused, message, detail, code);
        return this;
    }

    /// <summary>Sent, judged and receipted.</summary>
    public Conversation Has(Message message, ReceiptCode code = ReceiptCode.Accepted) =>
        Sends(message).Takes(message, code).Learns(message, code);

    private static FollowUpActionBody ActionOf(string owner, ActionStatus status) =>
        new()
        {
            AgreedAt = new("Meeting", "Dhaka", new(2026, 1, 1)),
            Text = "Name a contact.",
            Owner = PartyName.Parse(owner),
            Unit = "D3",
            Due = new(2027, 1, 1),
            Status = status,
        };

    private static bool IsFromAsker(Message message) => message.Header.Sender.Value == "BGD";

    private void Tell(bool asker, string @event, Message message, MessageDetail detail, ReceiptCode? code = null)
    {
        var header = message.Header;
        // As a log keeps it: the detail is written and read.
        _logs[asker]
            .Add(
                new(
                    _logs[asker].Count,
                    @event,
                    Now,
                    header.MessageId,
                    header.ExchangeId!.Value,
                    (CaseKind)header.Kind,
                    header.Sequence!.Value
                )
                {
                    Code = code,
                    Detail = MessageDetail.Read(detail.ToJson()),
                }
            );
    }

    private Message Write(int sequence, byte number, MessageBody body, bool fromAsker = false, Guid? inReplyTo = null)
    {
        var opens = number == 0;
        return MessageWriter.Write(
            new MessageHeader
            {
                MessageId = Id(number),
                Kind = body.Kind,
                Sender = PartyName.Parse(opens || fromAsker ? "BGD" : "MYS"),
                Recipient = PartyName.Parse(opens || fromAsker ? "MYS" : "BGD"),
                Salt = new byte[16],
                IssuedAt = Now,
                ExpiresAt = Now.AddDays(30),
                ExchangeId = ExchangeId,
                Reference = Reference,
                Sequence = sequence,
                InReplyTo = opens ? null : new(inReplyTo ?? ExchangeId, Digest.Of("signed"u8)),
                Handling = new()
                {
                    Classification = Classification.Restricted,
                    HandlingCodes = [HandlingCode.H0],
                    Purpose = Purpose.Investigation,
                    LegalBasis = new("Bilateral agreement", null),
                    RetainUntil = new(2027, 11, 23),
                    ContainsMinorData = false,
                    Language = "eng",
                    ContainsVictimData = false,
                },
            },
            body
        );
    }
}
