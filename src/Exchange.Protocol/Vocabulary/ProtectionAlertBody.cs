using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>A victim needs protection or referral now. It is always urgent.</summary>
public sealed record ProtectionAlertBody() : MessageBody(CaseKinds.ProtectionAlert)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "protection-alert",
            Body = typeof(ProtectionAlertBody),
            Read = Read,
            Opens = true,
            Wants = Wanted.Answer,
            Speaker = Speaker.Opener,
            Verb = "alert",
            Summary = "Tell a counterpart that a victim needs protection or referral now.",
            Step = _ => LifeStep.Opens,
            Term = _ => new(Urgency.Urgent, null),
        };

    /// <summary>Who is in danger, at least one of them as a <see cref="Victim"/>, and what is known of them.</summary>
    public required IReadOnlyList<Entity> Entities { get; init; }

    /// <summary>How the entities relate.</summary>
    public IReadOnlyList<EntityLink>? Links { get; init; }

    /// <summary>What the danger is, from whom, and how soon.</summary>
    public required string ImmediateDanger { get; init; }

    /// <summary>Where the victim can be found; absent if a victim's location is withheld, and only then.</summary>
    public string? Whereabouts { get; init; }

    public required IReadOnlyList<ProtectionService> WantedServices { get; init; }

    /// <summary>How the victim can be reached without being put in more danger.</summary>
    public required string SafeContact { get; init; }

    internal static ProtectionAlertBody Read(ObjectReader reader)
    {
        var body = new ProtectionAlertBody
        {
            Entities = reader.Objects("entities", 1, 200, EntityReader.Read),
            Links = reader.OptionalObjects("links", 400, EntityLink.Read),
            ImmediateDanger = reader.Text("immediateDanger", 4000),
            Whereabouts = reader.OptionalText("whereabouts", 2000),
            WantedServices = reader.Codes<ProtectionService>("wantedServices", 1, 8),
            SafeContact = reader.Text("safeContact", 1000),
        };
        if (body.WantedServices.Distinct().Count() != body.WantedServices.Count)
            reader.Refuse("wantedServices", ReceiptCode.AgainstTheVocabulary, "A service must not occur twice.");
        return body;
    }

    internal override void Check(Relations relations)
    {
        relations.Entities("/body/entities", Entities);
        relations.HasVictim("/body/entities", "/body/whereabouts", Whereabouts);
        relations.Links("/body/links", Links);
    }
}

/// <summary>What a victim needs now.</summary>
public enum ProtectionService
{
    Rescue,
    PoliceProtection,
    Shelter,
    Medical,
    Psychosocial,
    Legal,
    Interpreter,
    Return,
}
