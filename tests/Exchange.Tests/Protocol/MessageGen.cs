using CsCheck;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Tests.Protocol;

/// <summary>Random valid messages of every kind.</summary>
internal static partial class MessageGen
{
    private const string Characters = "aZ09 .,'\"\\/<>&+\n\t\u007E\u00E9\u0130\u0986\u09A8\u200D\uFEFF\uFFFD";

    private static readonly Gen<string> Piece = Gen.Frequency((9, Gen.Char[Characters].Select(character => character.ToString())), (1, Gen.Const("😀")));

    // Messages are issued between 2027 and 2096: what is over lies before, what is to come after.
    private static readonly Gen<DateTimeOffset> Times = Gen.Long[1_800_000_000_000, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<DateTimeOffset> PastTimes = Gen.Long[0, 1_799_999_999_999].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<DateTimeOffset> LaterTimes = Gen.Long[4_000_000_000_001, 9_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<DateOnly> Dates = Gen.Int[0, 739_000].Select(DateOnly.FromDayNumber);

    private static readonly Gen<DateOnly> LaterDates = Gen.Int[766_000, 3_000_000].Select(DateOnly.FromDayNumber);

    private static readonly Gen<Digest> Digests = Gen.Byte.Array[32].Select(bytes => Digest.FromBytes(bytes));

    private static readonly Gen<string> Hashes = Gen.Byte.Array[32].Select(Convert.ToBase64String);

    private static readonly Gen<Guid> Ids = Times.Select(time => Guid.CreateVersion7(time));

    private static readonly Gen<string> Countries = Gen.OneOf("BGD", "MYS", "IDN", "THA", "MMR");

    private static readonly Gen<string> Issuers = Gen.OneOf("BGD", "MYS", "UNO", "XXA", "RKS");

    private static readonly Gen<string> Imos = Gen.Int[100_000, 999_999].Select(number =>
        $"{number}{number.ToString(Invariant).Select((digit, index) => (digit - '0') * (7 - index)).Sum() % 10}");

    private static readonly Gen<decimal> Fractions = Gen.Int[-9_000_000, 9_000_000].Select(number => number / 100_000m);

    private static readonly Gen<IReadOnlyList<HandlingCode>> HandlingCodes = Gen.OneOf<IReadOnlyList<HandlingCode>>(
        [HandlingCode.H0], [HandlingCode.H1], [HandlingCode.H2, HandlingCode.H1], [HandlingCode.H3], [HandlingCode.H1, HandlingCode.H2, HandlingCode.H3]);

    private static readonly Gen<Handling> Handlings =
        from codes in HandlingCodes
        from text in Line(500)
        from article in Maybe(Line(100))
        from classification in Gen.Enum<Classification>()
        from tlp in Gen.Enum<Tlp>()
        from purpose in Gen.Enum<Purpose>()
        from retainUntil in LaterDates
        from flags in Gen.Select(Gen.Bool, Gen.Bool)
        select new Handling
        {
            Classification = classification,
            HandlingCodes = codes,
            HandlingText = codes.Contains(HandlingCode.H3) ? text : null,
            Tlp = tlp,
            Purpose = purpose,
            LegalBasis = new(text, article),
            RetainUntil = retainUntil,
            ContainsVictimData = flags.Item1,
            ContainsMinorData = flags.Item2,
        };

    private static readonly Gen<PersonName> Names =
        from form in Gen.Enum<NameForm>()
        from parts in Gen.Select(Maybe(Line(200)), Maybe(Line(200)), Maybe(Line(400)))
        from script in Gen.OneOf("Beng", "Arab", "Zyyy")
        select new PersonName(form, parts.Item1, parts.Item2, parts.Item3 ?? (parts.Item1 is null && parts.Item2 is null ? "Rahim" : null), script);

    private static readonly Gen<BirthDate> BirthDates = Gen.Select(Dates, Gen.Enum<DatePrecision>()).Select((date, precision) => new BirthDate(precision switch
    {
        DatePrecision.Month => new(date.Year, date.Month, 1),
        DatePrecision.Year => new(date.Year, 1, 1),
        _ => date,
    }, precision));

    private static readonly Gen<Identifier> Identifiers =
        Gen.Select(Gen.Enum<IdentifierType>(), Line(64), Maybe(Issuers)).Select((type, value, issuer) => new Identifier(type, value, issuer));

    private static readonly Gen<Person> Persons =
        from names in List(Names, 1, 3)
        from role in Gen.Enum<PersonRole>()
        from sex in MaybeValue(Gen.Enum<Sex>())
        from born in Maybe(BirthDates)
        from texts in Gen.Select(Maybe(Line(200)), Maybe(Text(1000)))
        from citizenships in Maybe(List(Issuers, 1, 3))
        from identifiers in Maybe(List(Identifiers, 1, 3))
        select new Person
        {
            Id = "",
            Names = names,
            Role = role,
            Sex = sex,
            BirthDate = born,
            BirthPlace = texts.Item1,
            Relationship = texts.Item2,
            Citizenships = citizenships,
            Identifiers = identifiers,
        };

    private static readonly Gen<TravelDocument> Documents =
        from type in Gen.OneOf("P", "PD", "V", "I", "AC", "C")
        from state in Issuers
        from texts in Gen.Select(Line(31), Maybe(Line(200)))
        from days in Gen.Select(MaybeValue(Dates), Gen.Int[0, 3650])
        from mrz in Maybe(Gen.Const<IReadOnlyList<string>>(["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]))
        from fraud in MaybeValue(Gen.Enum<FraudType>())
        select new TravelDocument
        {
            Id = "",
            DocumentType = type,
            IssuingState = state,
            Number = texts.Item1,
            Authority = texts.Item2,
            IssuedOn = days.Item1,
            ExpiresOn = days.Item1?.AddDays(days.Item2),
            Mrz = mrz,
            Fraud = fraud,
        };

    private static readonly Gen<Vessel> Vessels =
        from texts in Gen.Select(Line(200), Maybe(Line(16)), Maybe(Text(2000)))
        from former in Maybe(List(Line(200), 1, 3))
        from imo in Maybe(Imos)
        from mmsi in Maybe(Gen.Int[201_000_000, 775_999_999].Select(number => number.ToString(Invariant)))
        from flag in Maybe(Countries)
        from unseaworthy in MaybeValue(Gen.Bool)
        from aboard in MaybeValue(Gen.Int[0, 100_000])
        select new Vessel
        {
            Id = "",
            Name = texts.Item1,
            CallSign = texts.Item2,
            Description = texts.Item3,
            FormerNames = former,
            Imo = imo,
            Mmsi = mmsi,
            Flag = flag,
            Unseaworthy = unseaworthy,
            PersonsAboard = aboard,
        };

    private static readonly Gen<RoutePlace> Places =
        from name in Line(200)
        from role in Gen.Enum<PlaceRole>()
        from locode in Maybe(Gen.OneOf("BDCGP", "MYLGK", "THBK2"))
        from coordinates in MaybeValue(Gen.Select(Fractions, Fractions))
        select new RoutePlace(name, role, locode, coordinates?.Item1, coordinates?.Item2);

    private static readonly Gen<RouteSegment> Segments =
        from mode in Gen.Enum<TravelMode>()
        from ends in Gen.Select(Places, Places)
        from window in Gen.Select(MaybeValue(PastTimes), Gen.Int[0, 1_000_000])
        from texts in Gen.Select(Maybe(Line(200)), Maybe(Line(100)))
        from basis in Gen.Enum<Basis>()
        from grades in Gen.Select(Gen.Enum<SourceGrade>(), Gen.Enum<InformationGrade>())
        select new RouteSegment
        {
            Id = "",
            Order = 0,
            Mode = mode,
            From = ends.Item1,
            To = ends.Item2,
            NotBefore = window.Item1,
            NotAfter = window.Item1?.AddSeconds(window.Item2),
            Carrier = texts.Item1,
            Ticket = texts.Item2,
            Basis = basis,
            SourceGrade = grades.Item1,
            InformationGrade = grades.Item2,
        };

    private static readonly Gen<IReadOnlyList<Entity>> Entities = List(
        Gen.OneOf(
            Persons.Select(Entity (person) => person),
            Documents.Select(Entity (document) => document),
            Vessels.Select(Entity (vessel) => vessel),
            Segments.Select(Entity (segment) => segment)), 0, 4)
        .Select(IReadOnlyList<Entity> (entities) => [.. entities.Select((entity, index) => Placed(entity with { Id = $"e{index}" }, index))]);

    private static readonly Gen<Offence> Offences = Gen.Select(Gen.OneOf("01", "0204", "08051", "07023", "020321"), Maybe(Line(200))).Select((iccs, section) => new Offence(iccs, section));

    private static readonly Gen<MessageBody> Requests =
        from subjects in Entities
        from reason in MaybeValue(Gen.Enum<UrgencyReason>())
        from dueAt in MaybeValue(LaterTimes)
        from offence in Offences
        from texts in Gen.Select(Line(200), Text(20_000), Text(4000))
        from questions in Gen.Select(Gen.Enum<QuestionType>(), Text(2000), Maybe(Gen.Const("e0"))).Array[1, 4]
        select (MessageBody)new RequestBody
        {
            Urgency = reason is null ? Urgency.Routine : Urgency.Urgent,
            UrgencyReason = reason,
            Authority = texts.Item1,
            DueAt = dueAt,
            Offence = offence,
            Facts = texts.Item2,
            Necessity = new(texts.Item3, texts.Item3, texts.Item2[..1]),
            Subjects = subjects,
            Questions = [.. questions.Select((question, index) => new Question(index + 1, question.Item1, question.Item2, subjects.Count > 0 ? question.Item3 : null))],
        };

    private static readonly Gen<MessageBody> Acknowledgements =
        from texts in Gen.Select(Line(200), Line(200))
        from dueAt in Times
        from automatic in Gen.Bool
        from access in MaybeValue(Gen.Enum<Access>())
        select (MessageBody)new AcknowledgementBody { Unit = texts.Item1, CaseOfficer = texts.Item2, Access = access, DueAt = dueAt, Automatic = automatic };

    private static readonly Gen<ItemOfInformation> Items =
        from text in Text(8000)
        from grades in Gen.Select(Gen.Enum<SourceGrade>(), Gen.Enum<InformationGrade>())
        from codes in Maybe(HandlingCodes)
        from date in MaybeValue(Dates)
        select new ItemOfInformation(text, null, grades.Item1, grades.Item2, codes, date);

    private static readonly Gen<MessageBody> Responses =
        from entities in Entities
        from extent in Gen.Enum<Extent>()
        from outcomes in Gen.Select(Gen.Enum<Outcome>(), List(Items, 1, 3)).Array[1, 4]
        select (MessageBody)new ResponseBody
        {
            Extent = extent,
            Entities = entities,
            Answers = [.. outcomes.Select((outcome, index) => new Answer(999 - index, outcome.Item1, outcome.Item1 == Outcome.Refused ? RefusalGround.NotAvailable : null,
                outcome.Item1 is Outcome.Hit or Outcome.Partial ? Refer(outcome.Item2, entities) : []))],
        };

    private static readonly Gen<ConsistencyMember> Consistencies =
        Gen.Select(Gen.Long[0, long.MaxValue], List(Hashes, 0, 4)).Select((from, proof) => new ConsistencyMember(from, proof));

    private static readonly Gen<ReceiptItem> ReceiptItems =
        from ids in Gen.Select(MaybeValue(Ids), Digests)
        from code in Gen.OneOf([.. Enum.GetValues<ReceiptCode>().Where(code => code.Travels())])
        from index in Gen.Long[0, long.MaxValue]
        from leaf in Text(4096)
        from proof in List(Hashes, 0, 4)
        select new ReceiptItem(ids.Item1, ids.Item2, code, index, leaf, proof);

    private static readonly Gen<MessageBody> LinkBodies = Gen.OneOf(
        Gen.Select(List(ReceiptItems, 1, 4), Text(1000), Consistencies).Select(MessageBody (items, note, consistency) => new ReceiptBody(items, note, consistency)),
        Gen.Select(Text(1000), Consistencies).Select(MessageBody (note, consistency) => new CheckpointBody(note, consistency)),
        Gen.Select(Text(128), Gen.Long[0, long.MaxValue], Text(1000)).Select(MessageBody (origin, size, line) => new CosignatureBody(origin, size, line, null)),
        Gen.Select(Text(128), Gen.Long[0, long.MaxValue], Gen.Long[0, 9]).Select(MessageBody (origin, size, wanted) => new CosignatureBody(origin, size, null, wanted)),
        Gen.Select(Gen.Int[1, int.MaxValue], Times).Select(MessageBody (serial, now) => new PingBody(serial, now)),
        Gen.Select(Gen.Int[1, int.MaxValue], Times, Maybe(Text(1000))).Select(MessageBody (serial, now, held) => new PongBody(serial, now, held)),
        Text(9000).Select(MessageBody (card) => new PartyUpdateBody(card)),
        Text(9000).Select(MessageBody (grant) => new MailboxGrantBody(grant)));

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
        select (new MessageHeader
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
        }, Fitting(body, handling));

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static IReadOnlyList<ItemOfInformation> Refer(IReadOnlyList<ItemOfInformation> items, IReadOnlyList<Entity> entities) =>
        entities.Count == 0 ? items : [.. items.Select((item, index) => index % 2 == 0 ? item : item with { Text = null, Entity = entities[^1].Id })];

    // No two segments have one order, and no two documents one number.
    private static Entity Placed(Entity entity, int index) => entity switch
    {
        RouteSegment segment => segment with { Order = 999 - index },
        TravelDocument document => document with { Number = $"{document.Number}{index}" },
        _ => entity,
    };

    // A flag may be set for nothing, but not missing where there is a victim, or perhaps a minor.
    private static Handling Fitting(Handling handling, MessageBody body)
    {
        if (body is LessonLearnedBody)
            return handling with { ContainsVictimData = false, ContainsMinorData = false };
        var persons = EntitiesOf(body).OfType<Person>().ToList();
        return handling with
        {
            ContainsVictimData = body is ProtectionAlertBody || handling.ContainsVictimData || persons.Exists(person => person.Role is PersonRole.Victim or PersonRole.SuspectedVictim),
            ContainsMinorData = handling.ContainsMinorData || persons.Exists(person => person.BirthDate is not null),
        };
    }

    private static MessageBody Fitting(MessageBody body, Handling handling)
    {
        ItemOfInformation Fit(ItemOfInformation item) => item.HandlingCodes is [HandlingCode.H0] ? item with { HandlingCodes = null } : item;
        return handling.HandlingCodes is [HandlingCode.H0] ? body : body switch
        {
            ResponseBody response => response with { Answers = [.. response.Answers.Select(answer => answer with { Items = [.. answer.Items.Select(Fit)] })] },
            SpontaneousInformationBody information => information with { Items = [.. information.Items.Select(Fit)] },
            CorrectionBody correction => correction with { Replacements = [.. correction.Replacements.Select(each => each with { Item = Fit(each.Item) })] },
            _ => body,
        };
    }

    private static Gen<string> Line(int maximum) => Text(maximum).Select(text => text.Replace('\n', '-').Replace('\t', '-').TrimEnd());

    // Few are as long as they may be.
    private static Gen<string> Text(int maximum) => Gen.Frequency(
        (20, Piece.Array[0, Math.Min(maximum / 2, 20) - 1].Select(pieces => "x" + string.Concat(pieces))),
        (1, Gen.Const(new string('আ', maximum))));

    private static Gen<T?> Maybe<T>(Gen<T> values) where T : class => Gen.Null(values, 0.3);

    private static Gen<T?> MaybeValue<T>(Gen<T> values) where T : struct => Gen.Nullable(values, 0.3);

    private static Gen<IReadOnlyList<T>> List<T>(Gen<T> items, int minimum, int maximum) => items.Array[minimum, maximum].Select(IReadOnlyList<T> (array) => array);
}
