using CsCheck;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;
using Exchange.Protocol.Vocabulary.Entities;
using static Exchange.Tests.Protocol.BasicGen;

namespace Exchange.Tests.Protocol;

/// <summary>Random valid messages of every kind.</summary>
internal static partial class MessageGen
{
    private static readonly Gen<Digest> Digests = Gen.Byte.Array[32].Select(bytes => Digest.FromBytes(bytes));

    private static readonly Gen<string> Hashes = Gen.Byte.Array[32].Select(Convert.ToBase64String);

    private static readonly Gen<Guid> Ids = Times.Select(time => Guid.CreateVersion7(time));

    private static readonly Gen<IReadOnlyList<HandlingCode>> HandlingCodes = Gen.OneOf<IReadOnlyList<HandlingCode>>(
        [HandlingCode.H0],
        [HandlingCode.H1],
        [HandlingCode.H2, HandlingCode.H1],
        [HandlingCode.H3],
        [HandlingCode.H1, HandlingCode.H2, HandlingCode.H3]
    );

    private static readonly Gen<Handling> Handlings =
        from codes in HandlingCodes
        from text in Line(500)
        from article in Maybe(Line(100))
        from classification in Gen.Enum<Classification>()
        from purpose in Gen.Enum<Purpose>()
        from retainUntil in LaterDates
        from flags in Gen.Select(Gen.Bool, Gen.Bool)
        select new Handling
        {
            Classification = classification,
            HandlingCodes = codes,
            HandlingText = codes.Contains(HandlingCode.H3) ? text : null,
            Purpose = purpose,
            LegalBasis = new(text, article),
            RetainUntil = retainUntil,
            ContainsVictimData = flags.Item1,
            ContainsMinorData = flags.Item2,
            Language = "ben",
        };

    private static readonly Gen<Offence> Offences = Gen.Select(Gen.OneOf("01", "0204", "08051", "07023", "020321"), Maybe(Line(200)))
        .Select((iccs, section) => new Offence(iccs, section));

    private static readonly Gen<MessageBody> Requests =
        from subjects in EntityGen.Entities
        from links in Links(subjects)
        from reason in MaybeValue(Gen.Enum<UrgencyReason>())
        from dueAt in MaybeValue(LaterTimes)
        from offence in Offences
        from texts in Gen.Select(Line(200), Text(20_000), Text(4000))
        from questions in Gen.Select(Gen.Enum<QuestionType>(), Text(2000), Maybe(Gen.Const("e0"))).Array[1, 4]
        select (MessageBody)
            new RequestBody
            {
                Urgency = reason is null ? Urgency.Routine : Urgency.Urgent,
                UrgencyReason = reason,
                Authority = texts.Item1,
                DueAt = dueAt,
                Offence = offence,
                Facts = texts.Item2,
                Necessity = new(texts.Item3, texts.Item3, texts.Item2[..1]),
                Subjects = subjects,
                Links = links,
                Questions =
                [
                    .. questions.Select(
                        (question, index) =>
                            new Question(index + 1, question.Item1, question.Item2, subjects.Count > 0 ? question.Item3 : null)
                    ),
                ],
            };

    private static Gen<IReadOnlyList<EntityLink>?> Links(IReadOnlyList<Entity> entities) =>
        MaybeValue(Gen.Enum<LinkRelation>())
            .Select(IReadOnlyList<EntityLink>? (link) => link is { } relation && entities.Count > 1 ? [new("e0", relation, "e1")] : null);

    private static readonly Gen<MessageBody> Acknowledgements =
        from texts in Gen.Select(Line(200), Line(200))
        from dueAt in Times
        from automatic in Gen.Bool
        from access in MaybeValue(Gen.Enum<Access>())
        select (MessageBody)
            new AcknowledgementBody
            {
                Unit = texts.Item1,
                CaseOfficer = texts.Item2,
                Access = access,
                DueAt = dueAt,
                Automatic = automatic,
            };

    private static readonly Gen<ItemOfInformation> Items =
        from text in Text(8000)
        from grades in Gen.Select(Gen.Enum<SourceGrade>(), Gen.Enum<InformationGrade>())
        from codes in Maybe(EntityGen.OwnCodes)
        from date in MaybeValue(Dates)
        select new ItemOfInformation(text, null, grades.Item1, grades.Item2, codes, date);

    private static readonly Gen<MessageBody> Responses =
        from entities in EntityGen.Entities
        from extent in Gen.Enum<Extent>()
        from outcomes in Gen.Select(Gen.Enum<Outcome>(), List(Items, 1, 3)).Array[1, 4]
        select (MessageBody)
            new ResponseBody
            {
                Extent = extent,
                Entities = entities,
                Answers =
                [
                    .. outcomes.Select(
                        (outcome, index) =>
                            new Answer(
                                999 - index,
                                outcome.Item1,
                                outcome.Item1 == Outcome.Refused ? RefusalGround.NotAvailable : null,
                                outcome.Item1 is Outcome.Hit or Outcome.Partial ? Refer(outcome.Item2, entities) : []
                            )
                    ),
                ],
            };

    private static readonly Gen<ConsistencyMember> Consistencies = Gen.Select(Gen.Long[0, long.MaxValue], List(Hashes, 0, 4))
        .Select((from, proof) => new ConsistencyMember(from, proof));

    private static readonly Gen<ReceiptItem> ReceiptItems =
        from ids in Gen.Select(MaybeValue(Ids), Digests)
        from code in Gen.OneOf([.. Enum.GetValues<ReceiptCode>().Where(code => code.Travels())])
        from index in Gen.Long[0, long.MaxValue]
        from leaf in Text(4096)
        from proof in List(Hashes, 0, 4)
        select new ReceiptItem(ids.Item1, ids.Item2, code, index, leaf, proof);

    private static readonly Gen<MessageBody> LinkBodies = Gen.OneOf(
        Gen.Select(List(ReceiptItems, 1, 4), Text(1000), Consistencies)
            .Select(MessageBody (items, note, consistency) => new ReceiptBody(items, note, consistency)),
        Gen.Select(Text(1000), Consistencies).Select(MessageBody (note, consistency) => new CheckpointBody(note, consistency)),
        Gen.Select(Text(128), Gen.Long[0, long.MaxValue], Text(1000))
            .Select(MessageBody (origin, size, line) => new CosignatureBody(origin, size, line, null)),
        Gen.Select(Text(128), Gen.Long[0, long.MaxValue], Gen.Long[0, 9])
            .Select(MessageBody (origin, size, wanted) => new CosignatureBody(origin, size, null, wanted)),
        Gen.Select(Gen.Int[1, int.MaxValue], Times).Select(MessageBody (serial, now) => new PingBody(serial, now)),
        Gen.Select(Gen.Int[1, int.MaxValue], Times, Maybe(Text(1000)))
            .Select(MessageBody (serial, now, held) => new PongBody(serial, now, held)),
        Text(9000).Select(MessageBody (card) => new PartyUpdateBody(card)),
        Text(9000).Select(MessageBody (grant) => new MailboxGrantBody(grant))
    );

    /// <summary>A header and a body that fit each other.</summary>
    public static Gen<(MessageHeader Header, MessageBody Body)> Messages { get; } =
        from body in Gen.OneOf([Requests, Responses, Acknowledgements, LinkBodies, .. OtherKinds])
        from ids in Gen.Select(Ids, Ids, Digests)
        from salt in Gen.Byte.Array[MessageHeader.SaltSize]
        from times in Gen.Select(Times, Gen.Long[1, (long)MessageHeader.MaximumLife.TotalMilliseconds])
        from answers in Gen.Bool
        from sequence in Gen.Int[1, int.MaxValue]
        from handling in Handlings
        let isCase = body.Kind is not LinkKind
        select (
            new MessageHeader
            {
                MessageId = ids.Item1,
                Kind = body.Kind,
                Sender = PartyName.Parse("BGD"),
                Recipient = PartyName.Parse("MYS-D3"),
                Salt = salt,
                IssuedAt = times.Item1,
                ExpiresAt = times.Item1.AddMilliseconds(times.Item2),
                ExchangeId = isCase ? ids.Item2 : null,
                Reference = isCase ? "BGD-MYS-2026-000042" : null,
                Sequence = isCase ? sequence : null,
                Handling = isCase ? Fitting(handling, body) : null,
                InReplyTo = answers ? new(ids.Item2, ids.Item3) : null,
            },
            body
        );

    private static IReadOnlyList<ItemOfInformation> Refer(IReadOnlyList<ItemOfInformation> items, IReadOnlyList<Entity> entities) =>
        entities.Count == 0
            ? items
            : [.. items.Select((item, index) => index % 2 == 0 ? item : item with { Text = null, Entity = entities[^1].Id })];

    // A flag may be set for nothing, but not missing where there is a victim, or perhaps a minor.
    private static Handling Fitting(Handling handling, MessageBody body)
    {
        if (body is LessonLearnedBody)
            return handling with { ContainsVictimData = false, ContainsMinorData = false };
        var hasEntities = EntitiesOf(body).Count > 0;
        return handling with
        {
            ContainsVictimData = body is ProtectionAlertBody || handling.ContainsVictimData || hasEntities,
            ContainsMinorData = handling.ContainsMinorData || hasEntities,
        };
    }
}
