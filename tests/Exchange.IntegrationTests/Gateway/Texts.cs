using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>The demonstration's messages, and what one makes of them.</summary>
internal static class Texts
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Request { get; } = Read("request.json");

    public static string PartialResponse { get; } = Read("partial-response.json");

    public static string FinalResponse { get; } = Read("final-response.json");

    /// <summary>The request with something changed.</summary>
    public static string RequestWith(Action<JsonObject> change) => With(Request, change);

    public static string With(string json, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        change(root);
        return root.ToJsonString(Plain);
    }

    /// <summary>An officer's acknowledgement, due at a time in the protocol's form.</summary>
    public static string Acknowledgement(string dueAt) => With(FinalResponse, root => root["body"] = new JsonObject
    {
        ["unit"] = "Anti-trafficking unit",
        ["caseOfficer"] = "Officer on the case",
        ["dueAt"] = dueAt,
        ["automatic"] = false,
    });

    private static string Read(string name)
    {
        using var resource = typeof(DemoStage).Assembly.GetManifestResourceStream(name)!;
        return new StreamReader(resource).ReadToEnd();
    }
}
