using System.Text.Json.Serialization;

namespace Exchange.Protocol.Vocabulary;

/// <summary>What may be done with the content (Europol handling codes).</summary>
public enum HandlingCode
{
    /// <summary>Nothing beyond the legal basis.</summary>
    [JsonStringEnumMemberName("H0")]
    H0,

    /// <summary>Not as evidence in court without permission.</summary>
    [JsonStringEnumMemberName("H1")]
    H1,

    /// <summary>Not passed on without permission of the provider.</summary>
    [JsonStringEnumMemberName("H2")]
    H2,

    /// <summary>Another restriction, given as text.</summary>
    [JsonStringEnumMemberName("H3")]
    H3,
}
