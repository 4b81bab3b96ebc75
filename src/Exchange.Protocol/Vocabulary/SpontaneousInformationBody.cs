using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Intelligence that nobody asked for.</summary>
public sealed record SpontaneousInformationBody() : MessageBody(CaseKinds.SpontaneousInformation)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "spontaneous-information",
            Body = typeof(SpontaneousInformationBody),
            Read = Read,
            Opens = true,
            Wants = Wanted.Nothing,
            IsOwnInitiative = true,
            Speaker = Speaker.Opener,
            Verb = "inform",
            Summary = "Give a counterpart intelligence that it did not ask for.",
            Step = _ => LifeStep.Opens,
        };

    public required Offence Offence { get; init; }
    public required IReadOnlyList<ItemOfInformation> Items { get; init; }
    public required IReadOnlyList<Entity> Entities { get; init; }

    /// <summary>How the entities relate.</summary>
    public IReadOnlyList<EntityLink>? Links { get; init; }

    internal static SpontaneousInformationBody Read(ObjectReader reader) =>
        new()
        {
            Offence = reader.Object("offence", Offence.Read),
            Items = reader.Objects("items", 1, 100, ItemOfInformation.Read),
            Entities = reader.Objects("entities", 0, 200, EntityReader.Read),
            Links = reader.OptionalObjects("links", 400, EntityLink.Read),
        };

    internal override void Check(Relations relations)
    {
        relations.Entities("/body/entities", Entities);
        relations.Links("/body/links", Links);
        relations.Items("/body/items", Items);
    }
}
