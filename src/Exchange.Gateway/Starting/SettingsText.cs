using System.Text.Json;
using System.Text.Json.Nodes;

namespace Exchange.Gateway.Starting;

/// <summary>
/// Settings as one text, to be compared: each by its name, such as <c>Border:FirstResend</c>, one a line, in order. With them,
/// by digest, what else somebody may change beside a gateway that is stopped.
/// </summary>
internal static class SettingsText
{
    private static readonly JsonSerializerOptions Names = new(ProtocolJson.Options) { PropertyNamingPolicy = null };

    /// <param name="settings">The settings.</param>
    /// <param name="beside">What is beside them: a name, and what stands for its value.</param>
    public static string Of(GatewaySettings settings, IEnumerable<(string Name, string Value)> beside) => string.Concat(
        Lines("", JsonSerializer.SerializeToNode(settings, Names)).Concat(beside.Select(one => $"{one.Name}={one.Value}"))
            .Order(StringComparer.Ordinal).Select(line => line + "\n"));

    /// <summary>Names of the settings in which two texts differ; of all that are set if there was none before.</summary>
    public static IReadOnlyList<string> Changed(string? before, string after)
    {
        var (old, now) = ((before ?? "").Split('\n'), after.Split('\n'));
        return [.. now.Except(old, StringComparer.Ordinal).Concat(old.Except(now, StringComparer.Ordinal)).Where(line => line.Length > 0).Select(line => line[..line.IndexOf('=', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Lines(string name, JsonNode? node) => node is JsonObject section
        ? section.SelectMany(member => Lines(name.Length == 0 ? member.Key : $"{name}:{member.Key}", member.Value))
        : [$"{name}={node?.ToJsonString()}"];
}
