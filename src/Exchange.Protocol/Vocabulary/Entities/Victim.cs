using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>
/// What protects a victim, apart from who it is: access to it is granted separately, and a message that holds it says
/// so in <see cref="Handling.ContainsVictimData"/>.
/// </summary>
public sealed record Victim : Entity
{
    /// <summary>How this victim is called in the exchange; never the name.</summary>
    public required string Pseudonym { get; init; }

    /// <summary>Id of the person; absent if only the pseudonym is shared.</summary>
    public string? Person { get; init; }

    public required VictimStatus Status { get; init; }

    /// <summary>Who decided that; absent only while it is possible.</summary>
    public DecidedBy? DecidedBy { get; init; }

    /// <summary>In years.</summary>
    public int? AgeWhenTrafficked { get; init; }

    /// <summary>True if under 18 now.</summary>
    public required bool Minor { get; init; }

    public AgeBasis? AgeBasis { get; init; }
    public IReadOnlyList<VictimNeed>? Needs { get; init; }

    /// <summary>Language in which to speak with the victim (ISO 639-3).</summary>
    public string? Language { get; init; }

    public required bool ConsentToShare { get; init; }

    /// <summary>How to reach the victim without danger.</summary>
    public string? SafeContact { get; init; }

    /// <summary>True if no message may say where the victim is.</summary>
    public required bool LocationWithheld { get; init; }

    /// <summary>The service that the victim was referred to.</summary>
    public string? ReferredTo { get; init; }

    internal override IEnumerable<Reference> References => [new("person", Person, typeof(Person))];

    internal override IEnumerable<string> VictimMembers => ["pseudonym"];

    internal override IEnumerable<string> MinorMembers(DateOnly day) => Minor ? ["minor"] : [];

    internal override IEnumerable<(string Member, string Text)> Contradictions(Func<string, Entity?> find, DateOnly day)
    {
        if (Person is not { } id || find(id) is not Person person)
            yield break;
        if (!Minor && person.BirthDate?.IsMinor(day) is true)
            yield return ("minor", "By the birth date of the person, the victim is under 18.");
        if (
            LocationWithheld
            && person.Places?.Any(place => place?.Type is PersonPlaceType.PresentAddress or PersonPlaceType.LastSeen) is true
        )
        {
            yield return (
                "locationWithheld",
                "The location of the victim is withheld, but the person has a present address or was last seen somewhere."
            );
        }
    }

    internal static Victim Read(ObjectReader reader)
    {
        var victim = new Victim
        {
            Pseudonym = reader.Line("pseudonym", 100),
            Person = reader.OptionalReference("person"),
            Status = reader.Code<VictimStatus>("status"),
            DecidedBy = reader.OptionalCode<DecidedBy>("decidedBy"),
            AgeWhenTrafficked = (int?)reader.OptionalInteger("ageWhenTrafficked", 0, 120),
            Minor = reader.Boolean("minor"),
            AgeBasis = reader.OptionalCode<AgeBasis>("ageBasis"),
            Needs = EntityReader.OptionalCodes<VictimNeed>(reader, "needs"),
            Language = reader.OptionalLine("language", PublishedCodes.Language),
            ConsentToShare = reader.Boolean("consentToShare"),
            SafeContact = reader.OptionalText("safeContact", 500),
            LocationWithheld = reader.Boolean("locationWithheld"),
            ReferredTo = reader.OptionalLine("referredTo", 200),
        };
        victim.Check(reader);
        return victim;
    }

    private void Check(ObjectReader reader)
    {
        if (Status != VictimStatus.Possible && !reader.Has("decidedBy"))
            reader.Refuse("decidedBy", ReceiptCode.AgainstTheVocabulary, "Say who decided whether this is a victim.");
        if (Minor && !reader.Has("ageBasis"))
            reader.Refuse("ageBasis", ReceiptCode.AgainstTheVocabulary, "Say on which basis the victim is held to be under 18.");
        if (!Minor && AgeBasis == Entities.AgeBasis.PresumedMinor)
            reader.Refuse("minor", ReceiptCode.AgainstTheVocabulary, "A person who is presumed to be a minor must be treated as one.");
        if (Minor && AgeWhenTrafficked >= BirthDate.Majority)
            reader.Refuse("ageWhenTrafficked", ReceiptCode.AgainstTheVocabulary, "A victim who is under 18 now was not older before.");
        if (!ConsentToShare)
            reader.Warn("consentToShare", "The victim has not agreed to share this. Share no more than protection needs.");
        if (Needs?.Contains(VictimNeed.Interpreter) is true && Language is null)
            reader.Warn("language", "An interpreter is needed, but the language is not stated.");
    }
}

/// <summary>Whether somebody is a victim of trafficking.</summary>
public enum VictimStatus
{
    Possible,
    Actual,
    Not,
}

/// <summary>Who decided whether somebody is a victim.</summary>
public enum DecidedBy
{
    Police,
    NonGovernmental,
    CourtOrProsecution,
    OtherGovernment,
    Other,
}

/// <summary>On which basis an age is stated.</summary>
public enum AgeBasis
{
    Documented,
    Assessed,
    PresumedMinor,
}

/// <summary>What a victim needs.</summary>
public enum VictimNeed
{
    Medical,
    Shelter,
    Interpreter,
    Legal,
    Return,
}
