using System.Net;
using System.Text.Json.Nodes;

namespace Exchange.Cli.Gateway;

/// <summary>An answer that is not a success, as sentences: from a problem document (RFC 9457) if there is one.</summary>
internal static class Problem
{
    public static async Task<CommandFailedException> OfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var code = CodeOf(response.StatusCode);
        var problem =
            response.Content.Headers.ContentType?.MediaType == "application/problem+json"
                ? Parse(await response.Content.ReadAsStringAsync(cancellation))
                : null;
        if (problem is null)
            return new(code, $"The gateway answered {status} and gave no reason.");

        string?[] sentences = [Text(problem, "title"), Text(problem, "detail")];
        return new(
            code,
            string.Join(
                ' ',
                sentences.Where(sentence => sentence is not null).Select(Sentence).DefaultIfEmpty($"The gateway answered {status}.")
            ),
            toDo: ToDo(Text(problem, "code"))
        )
        {
            Details = [.. Faults(problem)],
            Problem = Text(problem, "code"),
        };
    }

    // 504: our gateway has asked, and the counterpart's has not answered.
    private static ExitCode CodeOf(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.GatewayTimeout => ExitCode.Unreachable,
            >= HttpStatusCode.InternalServerError => ExitCode.Failed,
            _ => ExitCode.Refused,
        };

    // The gateway does not know the commands.
    private static string? ToDo(string? code) =>
        code switch
        {
            "not-found" => "Check the name or the id; messages are listed by 'exchange inbox --all', counterparts by 'exchange link show'.",
            "ambiguous-id" => "Add: --sender PARTY",
            _ => null,
        };

    // Each fault of a submission: where it is (JSON pointer), its code, and what is wrong.
    private static IEnumerable<string> Faults(JsonObject problem) =>
        from fault in (problem["errors"] as JsonArray ?? []).OfType<JsonObject>()
        select FaultLine(Text(fault, "pointer"), Text(fault, "code"), Text(fault, "detail"));

    /// <summary>
    /// A fault for a person: where (JSON pointer), what, and the code that it has in receipts, which is no status of HTTP.
    /// </summary>
    public static string FaultLine(string? pointer, string? code, string? text) =>
        $"{(pointer is { Length: > 0 } ? $"{pointer}: " : "")}{text}{(code is null ? "" : $" (receipt code {code})")}";

    private static string? Text(JsonObject document, string member) => document[member] is JsonValue value ? value.ToString() : null;

    private static string Sentence(string? text) => text!.EndsWith('.') ? text : text + ".";

    private static JsonObject? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
