using System.Text.Json;
using System.Text.Json.Nodes;

namespace Exchange.Gateway.Home;

/// <summary>
/// Settings as one text for comparison: one line for each, by its name, such as <c>Border:FirstResend</c>, in order; and by digest,
/// whatever else can be changed while a gateway is stopped.
/// </summary>
internal static class SettingsText
{
    private static readonly JsonSerializerOptions Names = new(ProtocolJson.Options) { PropertyNamingPolicy = null };

    /// <param name="beside">What is not a setting: a name, and a digest of its value.</param>
    public static string Of(GatewaySettings settings, IEnumerable<(string Name, string Value)> beside) =>
        string.Concat(
            Each(settings)
                .Select(one => (one.Name, Value: one.Value?.ToJsonString() ?? ""))
                .Concat(beside)
                .Select(one => $"{one.Name}={one.Value}")
                .Order(StringComparer.Ordinal)
                .Select(line => line + "\n")
        );

    /// <summary>Each setting by its name; null is one that is not set.</summary>
    public static IEnumerable<(string Name, JsonNode? Value)> Each(GatewaySettings settings) =>
        Each("", JsonSerializer.SerializeToNode(settings, Names));

    /// <summary>Names of the settings in which two texts differ; all of them if there was none before.</summary>
    public static IReadOnlyList<string> Changed(string? before, string after)
    {
        var (old, now) = ((before ?? "").Split('\n'), after.Split('\n'));
        return
        [
            .. now.Except(old, StringComparer.Ordinal)
                .Concat(old.Except(now, StringComparer.Ordinal))
                .Where(line => line.Length > 0)
                .Select(line => line[..line.IndexOf('=', StringComparison.Ordinal)])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Each(string name, JsonNode? node) =>
        node is JsonObject section
            ? section.SelectMany(member => Each(name.Length == 0 ? member.Key : $"{name}:{member.Key}", member.Value))
            : [(name, node)];
}
