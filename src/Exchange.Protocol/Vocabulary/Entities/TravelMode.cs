namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>How a segment of a route is travelled.</summary>
public enum TravelMode
{
    Land,
    Sea,
    Air,
    InlandWater,
    Foot,
}
