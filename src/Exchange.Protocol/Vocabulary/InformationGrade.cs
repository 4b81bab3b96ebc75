using System.Text.Json.Serialization;

namespace Exchange.Protocol.Vocabulary;

/// <summary>How accurate the information is (Europol 4×4): 1 certain, 2 known to the source, 3 hearsay that is corroborated, 4 hearsay.</summary>
public enum InformationGrade
{
    [JsonStringEnumMemberName("1")]
    Certain,

    [JsonStringEnumMemberName("2")]
    KnownToTheSource,

    [JsonStringEnumMemberName("3")]
    Corroborated,

    [JsonStringEnumMemberName("4")]
    NotCorroborated,
}
