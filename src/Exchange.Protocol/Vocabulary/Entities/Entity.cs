using System.Text.Json.Serialization;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Somebody or something that a message tells of, named by an id within that message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Person), Person.Type)]
[JsonDerivedType(typeof(TravelDocument), TravelDocument.Type)]
[JsonDerivedType(typeof(Vessel), Vessel.Type)]
[JsonDerivedType(typeof(RouteSegment), RouteSegment.Type)]
public abstract record Entity : Content
{
    /// <summary>Longest id in characters.</summary>
    public const int LongestId = 32;

    /// <summary>Unique within the message, such as <c>p1</c>.</summary>
    public required string Id { get; init; }
}
