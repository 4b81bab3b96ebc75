using System.Reflection;
using System.Text.Json.Nodes;

namespace Exchange.Protocol.Reading;

/// <summary>What a schema says for those who make forms of it; a validator ignores it.</summary>
public static class SchemaNotes
{
    /// <summary>A text of several lines.</summary>
    public const string Lines = "x-lines";

    /// <summary>The member that names its object for references.</summary>
    public const string Names = "x-names";

    /// <summary>A reference to what is so named.</summary>
    public const string RefersTo = "x-refersTo";

    /// <summary>The place of an object among its like, from 1.</summary>
    public const string Position = "x-position";

    /// <summary>The meaning of each code of an enumeration.</summary>
    public const string Meanings = "x-meanings";

    /// <summary>The English name of each code of a published list.</summary>
    public const string CodeNames = "x-codeNames";

    /// <summary>By <c>definition/member</c> or <c>definition/code</c>.</summary>
    internal static IReadOnlyDictionary<string, string> Descriptions { get; } = Read();

    /// <summary>What a code of an enumeration means; null where the code says it itself.</summary>
    /// <param name="definition">The enumeration, as the schemas name it.</param>
    /// <param name="code">One of its codes.</param>
    public static string? MeaningOf(string definition, string code) => Descriptions.GetValueOrDefault($"{definition}/{code}");

    /// <summary>Adds the descriptions of a definition's members or codes, as far as there are any.</summary>
    internal static JsonObject Describe(string name, JsonObject definition)
    {
        foreach (var (member, schema) in definition["properties"] as JsonObject ?? [])
        {
            if (Descriptions.TryGetValue($"{name}/{member}", out var text))
                schema!.AsObject()["description"] = text;
        }

        var meanings = (definition["enum"] as JsonArray ?? [])
            .Select(code => code!.GetValue<string>())
            .Where(code => Descriptions.ContainsKey($"{name}/{code}"))
            .ToList();
        if (meanings.Count > 0)
        {
            definition[Meanings] = new JsonObject(
                meanings.Select(code => KeyValuePair.Create(code, (JsonNode?)Descriptions[$"{name}/{code}"]))
            );
        }

        return definition;
    }

    private static Dictionary<string, string> Read()
    {
        using var lines = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("descriptions.txt")!);
        return lines
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(line => line[0], line => line[1], StringComparer.Ordinal);
    }
}
