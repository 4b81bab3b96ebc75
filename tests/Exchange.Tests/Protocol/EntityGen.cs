using CsCheck;
using Exchange.Protocol.Vocabulary;
using Exchange.Protocol.Vocabulary.Entities;
using static Exchange.Tests.Protocol.BasicGen;

namespace Exchange.Tests.Protocol;

/// <summary>
/// Random valid lists of entities. A list that is not empty begins with a person and a document, to which the others refer.
/// </summary>
internal static class EntityGen
{
    private static readonly Gen<string> Countries = Gen.OneOf("BGD", "MYS", "IDN", "THA", "MMR");

    private static readonly Gen<string> Issuers = Gen.OneOf("BGD", "MYS", "UNO", "XXA", "RKS");

    private static readonly Gen<decimal> Fractions = Gen.Int[-9_000_000, 9_000_000].Select(number => number / 100_000m);

    private static readonly Gen<string?> PersonIds = Maybe(Gen.Const("e0"));

    private static readonly Gen<Mention> Mentions = Gen.Frequency(
        (1, Gen.Const(new Mention("e0", null))),
        (1, Line(400).Select(name => new Mention(null, name)))
    );

    /// <summary>Codes that fit under any message.</summary>
    public static Gen<IReadOnlyList<HandlingCode>> OwnCodes { get; } =
        Gen.OneOf<IReadOnlyList<HandlingCode>>([HandlingCode.H1], [HandlingCode.H2, HandlingCode.H1]);

    private static readonly Gen<Place> Places =
        from name in Line(200)
        from role in MaybeValue(Gen.Enum<PlaceRole>())
        from address in Maybe(Text(500))
        from codes in Gen.Select(Maybe(Countries), Maybe(Gen.OneOf("BD-B", "MY-10")), Maybe(Gen.OneOf("BDCGP", "MYLGK", "THBK2")))
        from coordinates in MaybeValue(Gen.Select(Fractions, Fractions))
        select new Place
        {
            Name = name,
            Role = role,
            Address = address,
            Country = codes.Item1,
            Region = codes.Item2,
            Locode = codes.Item3,
            Latitude = coordinates?.Item1,
            Longitude = coordinates?.Item2,
        };

    private static readonly Gen<Place> Ends = Gen.Select(Places, Gen.Enum<PlaceRole>()).Select((place, role) => place with { Role = role });

    private static readonly Gen<PersonName> Names =
        from form in Gen.Enum<NameForm>()
        from texts in Gen.Select(Line(400), Maybe(Line(200)), Maybe(Line(200)))
        from script in Gen.OneOf("Beng", "Arab", "Zyyy")
        select new PersonName(texts.Item1, form, texts.Item2, texts.Item3, script);

    private static readonly Gen<BirthDate> BirthDates =
        from date in Dates
        from precision in Gen.Enum<DatePrecision>()
        from written in Maybe(Line(100))
        select new BirthDate(
            precision switch
            {
                DatePrecision.Month => new(date.Year, date.Month, 1),
                DatePrecision.Year => new(date.Year, 1, 1),
                DatePrecision.Decade => new(Math.Max(date.Year / 10 * 10, 10), 1, 1),
                _ => date,
            },
            precision,
            precision == DatePrecision.Estimated ? date : null,
            written
        );

    private static readonly Gen<Identifier> Identifiers =
        from type in Gen.Enum<IdentifierType>()
        from texts in Gen.Select(Line(64), Maybe(Issuers), Line(64))
        select new Identifier(type, texts.Item1, texts.Item2, type == IdentifierType.Other ? texts.Item3 : null);

    private static readonly Gen<PersonPlace> PersonPlaces = Gen.Select(Gen.Enum<PersonPlaceType>(), Places)
        .Select((type, place) => new PersonPlace(type, place));

    private static readonly Gen<Relationship> Relationships = Gen.Select(Gen.Enum<Relation>(), Line(400), Maybe(Text(1000)))
        .Select((relation, name, text) => new Relationship(relation, new(null, name), text));

    private static readonly Gen<Person> Persons =
        from names in Maybe(List(Names, 1, 3))
        from parents in Gen.Select(Maybe(Line(400)), Maybe(Line(400)))
        from roles in Codes<PersonRole>()
        from sex in Gen.Select(MaybeValue(Gen.Enum<Sex>()), MaybeValue(Gen.Enum<Gender>()))
        from born in Gen.Select(Maybe(BirthDates), Maybe(Places))
        from lists in Gen.Select(
            Maybe(List(PersonPlaces, 1, 2)),
            Maybe(Different(Issuers, 3)),
            Maybe(List(Identifiers, 1, 3)),
            Maybe(List(Relationships, 1, 2))
        )
        from description in Maybe(Text(2000))
        select new Person
        {
            Names = names,
            FatherName = parents.Item1,
            MotherName = parents.Item2,
            Roles = roles,
            Sex = sex.Item1,
            Gender = sex.Item2,
            BirthDate = born.Item1,
            BirthPlace = born.Item2,
            Places = lists.Item1,
            Citizenships = lists.Item2,
            Identifiers = lists.Item3,
            Relationships = lists.Item4,
            Description = description,
        };

    private static readonly Gen<TravelDocument> Documents =
        from type in Gen.OneOf("P", "PD", "V", "I", "AC", "C")
        from state in Issuers
        from texts in Gen.Select(Line(31), Maybe(Line(200)))
        from days in Gen.Select(MaybeValue(Dates), Gen.Int[0, 3650])
        from mrz in Maybe(
            Gen.Const<IReadOnlyList<string>>([
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ])
        )
        from fraud in MaybeValue(Gen.Enum<FraudType>())
        select new TravelDocument
        {
            DocumentType = type,
            IssuingState = state,
            Number = texts.Item1,
            Authority = texts.Item2,
            IssuedOn = days.Item1,
            ExpiresOn = days.Item1?.AddDays(days.Item2),
            Mrz = mrz,
            Fraud = fraud,
        };

    private static readonly Gen<Permit> Permits =
        from type in Gen.Enum<PermitType>()
        from texts in Gen.Select(Line(64), Maybe(Line(200)), Maybe(Line(200)))
        from sponsor in Maybe(Mentions)
        from references in Gen.Select(Issuers, PersonIds, Maybe(Gen.Const("e1")))
        from days in Gen.Select(MaybeValue(Dates), Gen.Int[0, 3650])
        from workers in MaybeValue(Gen.Int[1, 100_000])
        from fraud in MaybeValue(Gen.Enum<FraudType>())
        select new Permit
        {
            PermitType = type,
            Number = texts.Item1,
            Work = texts.Item2,
            Authority = texts.Item3,
            Sponsor = sponsor,
            IssuingState = references.Item1,
            Holder = references.Item2,
            Document = references.Item3,
            IssuedOn = days.Item1,
            ExpiresOn = days.Item1?.AddDays(days.Item2),
            Workers = workers,
            Fraud = fraud,
        };

    private static readonly Gen<Organisation> Organisations =
        from type in Gen.Enum<OrganisationType>()
        from texts in Gen.Select(Line(400), Maybe(Line(64)), Maybe(Line(64)), Maybe(Text(2000)))
        from lists in Gen.Select(Maybe(List(Line(400), 1, 3)), Maybe(List(Places, 1, 2)))
        from codes in Gen.Select(Maybe(Countries), Maybe(Gen.OneOf("F", "78", "781", "7810")))
        select new Organisation
        {
            OrganisationType = type,
            Name = texts.Item1,
            RegistrationNumber = texts.Item2,
            LicenceNumber = texts.Item3,
            Description = texts.Item4,
            OtherNames = lists.Item1,
            Addresses = lists.Item2,
            Country = codes.Item1,
            Industry = codes.Item2,
        };

    private static readonly Gen<Money> Sums = Gen.OneOf("0", "0.5", "450000.00", "123456789012345.12345678")
        .SelectMany(amount =>
            Gen.Frequency(
                (1, Gen.OneOf("BDT", "MYR").Select(code => new Money(amount, code, null))),
                (1, Line(32).Select(asset => new Money(amount, null, asset)))
            )
        );

    private static readonly Gen<WorkTerms> Terms =
        from work in Maybe(Line(200))
        from employer in Maybe(Mentions)
        from industry in Maybe(Gen.OneOf("F", "41"))
        from place in Maybe(Places)
        from wage in Gen.Select(Maybe(Sums), MaybeValue(Gen.Enum<WagePeriod>()))
        from hours in Gen.Select(MaybeValue(Gen.Int[0, 240]), MaybeValue(Gen.Int[0, 7]))
        from days in Gen.Select(MaybeValue(Dates), Gen.Int[0, 3650])
        select new WorkTerms
        {
            Work = work,
            Employer = employer,
            Industry = industry,
            Place = place,
            Wage = wage.Item1,
            Per = wage.Item2,
            HoursPerDay = hours.Item1 / 10m,
            DaysPerWeek = hours.Item2,
            From = days.Item1,
            Until = days.Item1?.AddDays(days.Item2),
        };

    private static readonly Gen<Employment> Employments =
        from worker in PersonIds
        from promised in Maybe(Terms)
        from actual in Terms
        select new Employment
        {
            Worker = worker,
            Promised = promised,
            Actual = actual,
        };

    private static readonly Gen<Communication> Communications =
        from type in Gen.Enum<CommunicationType>()
        from texts in Gen.Select(Line(400), Maybe(Gen.OneOf("+8801712345678", "+60123456789")), Maybe(Line(64)))
        from user in Maybe(Mentions)
        from days in Gen.Select(MaybeValue(Dates), Gen.Int[0, 300])
        select new Communication
        {
            CommunicationType = type,
            Value = type switch
            {
                CommunicationType.Imei => "490154203237518",
                CommunicationType.Imsi => "470010123456789",
                _ => texts.Item1,
            },
            E164 = texts.Item2,
            Service = texts.Item3,
            User = user,
            FirstSeen = days.Item1,
            LastSeen = days.Item1?.AddDays(days.Item2),
        };

    private static readonly Gen<Payment> Payments =
        from types in Gen.Select(Gen.Enum<PaymentType>(), MaybeValue(Gen.Enum<PaymentMethod>()))
        from sum in Maybe(Sums)
        from account in Maybe(
            Gen.Select(Maybe(Countries), Maybe(Line(200)), Maybe(Line(200)), Line(128))
                .Select((country, institution, branch, number) => new Account(country, institution, branch, number))
        )
        from sides in Gen.Select(Maybe(Mentions), Maybe(Mentions))
        from date in MaybeValue(Dates)
        select new Payment
        {
            PaymentType = types.Item1,
            Method = types.Item2,
            Sum = sum,
            Account = account,
            Payer = sides.Item1,
            Beneficiary = sides.Item2,
            Date = date,
        };

    private static readonly Gen<Vessel> Vessels =
        from texts in Gen.Select(Line(200), Maybe(Line(16)), Maybe(Text(2000)))
        from former in Maybe(List(Line(200), 1, 3))
        from imo in Maybe(Gen.OneOf("9074729", "9176187"))
        from mmsi in Maybe(
            Gen.Int[201_000_000, 775_999_999].Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))
        )
        from flag in Maybe(Countries)
        from unseaworthy in MaybeValue(Gen.Bool)
        from aboard in MaybeValue(Gen.Int[0, 100_000])
        select new Vessel
        {
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

    private static readonly Gen<Vehicle> Vehicles =
        from type in MaybeValue(Gen.Enum<VehicleType>())
        from texts in Gen.Select(Line(32), Maybe(Line(32)), Maybe(Line(100)), Maybe(Line(50)), Maybe(Text(2000)))
        from state in Maybe(Countries)
        select new Vehicle
        {
            VehicleType = type,
            Plate = texts.Item1,
            Vin = texts.Item2,
            Make = texts.Item3,
            Colour = texts.Item4,
            Description = texts.Item5,
            PlateState = state,
        };

    private static readonly Gen<Flight> Flights =
        from texts in Gen.Select(Maybe(Line(200)), Line(16), Maybe(Line(32)))
        from date in Dates
        from ends in Gen.Select(Maybe(Places), Maybe(Places))
        select new Flight
        {
            Carrier = texts.Item1,
            Number = texts.Item2,
            Booking = texts.Item3,
            Date = date,
            From = ends.Item1,
            To = ends.Item2,
        };

    private static readonly Gen<Event> Events =
        from type in Gen.Enum<EventType>()
        from window in Gen.Select(MaybeValue(PastTimes), Gen.Int[0, 1_000_000])
        from place in Maybe(Places)
        from participants in Maybe(List(Gen.Enum<PersonRole>().Select(role => new Participant("e0", role)), 1, 3))
        from description in Maybe(Text(4000))
        select new Event
        {
            EventType = type,
            NotBefore = window.Item1,
            NotAfter = window.Item1?.AddSeconds(window.Item2),
            Place = place,
            Participants = participants,
            Description = description,
        };

    private static readonly Gen<RouteSegment> Segments =
        from mode in Gen.Enum<TravelMode>()
        from ends in Gen.Select(Ends, Ends)
        from window in Gen.Select(MaybeValue(PastTimes), Gen.Int[0, 1_000_000])
        from carrier in Maybe(Mentions)
        from ticket in Maybe(Line(100))
        from basis in Gen.Enum<Basis>()
        from grades in Gen.Select(Gen.Enum<SourceGrade>(), Gen.Enum<InformationGrade>())
        select new RouteSegment
        {
            Order = 0,
            Mode = mode,
            From = ends.Item1,
            To = ends.Item2,
            NotBefore = window.Item1,
            NotAfter = window.Item1?.AddSeconds(window.Item2),
            Carrier = carrier,
            Ticket = ticket,
            Basis = basis,
            SourceGrade = grades.Item1,
            InformationGrade = grades.Item2,
        };

    private static readonly Gen<ModusOperandi> Ways =
        from children in Gen.Bool
        from acts in Gen.Select(Codes<TraffickingAct>(), Codes<TraffickingMeans>())
        from types in Gen.Select(Codes<ExploitationType>(), Codes<SexualExploitationType>())
        from methods in Gen.Select(Codes<RecruitmentMethod>(), Codes<ControlMethod>())
        from indicators in Maybe(
            List(
                Gen.Select(Gen.Enum<IndicatorList>(), Gen.Enum<IndicatorCode>(), Gen.Enum<IndicatorStrength>())
                    .Select((list, code, strength) => new Indicator(list, code, strength)),
                1,
                1
            )
        )
        from description in Maybe(Text(4000))
        select new ModusOperandi
        {
            Children = children,
            Acts = acts.Item1,
            Means = acts.Item2,
            ExploitationTypes = types.Item1,
            SexualExploitationTypes = types.Item2,
            RecruitmentMethods = methods.Item1,
            ControlMethods = methods.Item2,
            Indicators = indicators,
            Description = description,
        };

    private static readonly Gen<Victim> Victims =
        from texts in Gen.Select(Line(100), Maybe(Text(500)), Maybe(Line(200)))
        from person in PersonIds
        from status in Gen.Select(Gen.Enum<VictimStatus>(), Gen.Enum<DecidedBy>())
        from age in Gen.Select(MaybeValue(Gen.Int[0, 17]), Gen.Enum<AgeBasis>())
        from needs in Codes<VictimNeed>()
        from language in Maybe(Gen.OneOf("ben", "ctg", "rhg"))
        from flags in Gen.Select(Gen.Bool, Gen.Bool)
        select new Victim
        {
            Pseudonym = texts.Item1,
            SafeContact = texts.Item2,
            ReferredTo = texts.Item3,
            Person = person,
            Status = status.Item1,
            DecidedBy = status.Item2,
            AgeWhenTrafficked = age.Item1,
            Minor = true,
            AgeBasis = age.Item2,
            Needs = needs,
            Language = language,
            ConsentToShare = flags.Item1,
            LocationWithheld = person is null && flags.Item2,
        };

    /// <summary>A victim beside the other entities.</summary>
    public static Gen<Entity> OneInDanger { get; } =
        Of(Victims).Select(victim => (Entity)((Victim)victim with { Id = "k1", Status = VictimStatus.Possible }));

    private static readonly Gen<Entity> Any = Gen.OneOf(
        Of(Persons),
        Of(Documents),
        Of(Permits),
        Of(Organisations),
        Of(Employments),
        Of(Communications),
        Of(Payments),
        Of(Vessels),
        Of(Vehicles),
        Of(Flights),
        Of(Events),
        Of(Segments),
        Of(Ways),
        Of(Victims)
    );

    public static Gen<IReadOnlyList<Entity>> Entities { get; } =
        from isEmpty in Gen.Bool
        from first in Of(Persons)
        from second in Of(Documents)
        from others in List(Any, 0, 4)
        select isEmpty
            ? []
            : (IReadOnlyList<Entity>)
                [.. others.Prepend(second).Prepend(first).Select((entity, index) => Placed(entity with { Id = $"e{index}" }, index))];

    // No two segments have one order, and no two documents one number.
    private static Entity Placed(Entity entity, int index) =>
        entity switch
        {
            RouteSegment segment => segment with { Order = 999 - index },
            TravelDocument document => document with { Number = $"{document.Number}{index}" },
            _ => entity,
        };

    private static Gen<Entity> Of<T>(Gen<T> entities)
        where T : Entity =>
        Gen.Select(entities, Maybe(OwnCodes)).Select(Entity (entity, codes) => (Entity)entity with { HandlingCodes = codes });
}
