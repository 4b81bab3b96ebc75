namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>What a place is for on a route.</summary>
public enum PlaceRole
{
    Recruitment,
    Transit,
    Hub,
    Embarkation,
    Disembarkation,
    Destination,
    Exploitation,
}
