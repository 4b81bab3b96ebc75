using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Reading;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>What the API answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string? MediaType, string Text)
{
    /// <summary>Each fault of a problem document: its code and its JSON pointer.</summary>
    public IReadOnlyList<string> Faults => [.. (Json["errors"]?.AsArray() ?? []).Select(fault => $"{fault!["code"]} {fault["pointer"]}")];

    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidDataException("The answer is no document.");

    public static async Task<Answer> OfAsync(HttpResponseMessage response) =>
        new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());

    public T As<T>() => JsonSerializer.Deserialize<T>(Text, ProtocolJson.Options)!;

    /// <summary>A problem document (RFC 9457) of this status and code, with a sentence for the person who reads it.</summary>
    public Answer ShouldBeProblem(HttpStatusCode status, string code)
    {
        Status.ShouldBe(status, Text);
        MediaType.ShouldBe("application/problem+json");
        ((int?)Json["status"]).ShouldBe((int)status);
        ((string?)Json["code"]).ShouldBe(code);
        ((string?)Json["detail"]).ShouldNotBeNullOrWhiteSpace();
        Text.ShouldNotContain("   at ");
        return this;
    }
}
