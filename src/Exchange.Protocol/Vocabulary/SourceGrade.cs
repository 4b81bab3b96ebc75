using System.Text.Json.Serialization;

namespace Exchange.Protocol.Vocabulary;

/// <summary>How reliable the source is (Europol 4×4): A always, B mostly, C mostly not, X not known.</summary>
public enum SourceGrade
{
    [JsonStringEnumMemberName("A")]
    A,

    [JsonStringEnumMemberName("B")]
    B,

    [JsonStringEnumMemberName("C")]
    C,

    [JsonStringEnumMemberName("X")]
    X,
}
