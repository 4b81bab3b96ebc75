using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Exchange.Desk.Forms;

/// <summary>A message that comes as a JSON file: it fills the form, and is checked as if it had been typed.</summary>
internal static class MessageFile
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The message without what its draft knows, or why the file is none.</summary>
    public static async Task<(JsonObject? Message, string? Fault)> ReadAsync(IFormFile file, string kind)
    {
        try
        {
            using var reader = new StreamReader(file.OpenReadStream(), new UTF8Encoding(false, throwOnInvalidBytes: true));
            if (JsonNode.Parse(await reader.ReadToEndAsync(), documentOptions: Strict) is not JsonObject message)
                return (null, "The file is not a message: it must have one JSON object.");
            if (message["kind"] is { } named && FormText.Of(named) != kind)
                return (null, "The file has a message of another kind.");
            foreach (var member in KindForms.OfDraft)
                message.Remove(member);
            return (message, null);
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            return (null, "The file is not JSON in UTF-8.");
        }
    }
}
