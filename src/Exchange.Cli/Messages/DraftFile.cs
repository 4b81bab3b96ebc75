using System.Text;
using System.Text.Json.Nodes;
using Exchange.Cli.Parties;

namespace Exchange.Cli.Messages;

/// <summary>The file of a draft: that of a submission, as far as it is written.</summary>
internal static class DraftFile
{
    private static readonly string[] OfDraft = ["counterpart", "kind"];

    /// <exception cref="CommandFailedException">It is no JSON object.</exception>
    public static JsonObject Read(byte[] json)
    {
        try
        {
            if (JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) is JsonObject file)
                return file;
        }
        catch (JsonException)
        {
            // Its text could tell what the file says.
        }

        throw new CommandFailedException(
            ExitCode.Refused,
            "The file is not a JSON object.",
            "Nothing was stored.",
            "An example to fill in: exchange template KIND"
        );
    }

    /// <summary>Makes a draft of a file.</summary>
    /// <param name="kind">Its kind; null for the one that the file names.</param>
    /// <param name="answered">The message that it answers; the file names the counterpart if it answers none.</param>
    /// <param name="key">The idempotency key of the call.</param>
    /// <exception cref="CommandFailedException">The file names no counterpart or no kind, or the gateway refuses it.</exception>
    public static async Task<DraftView> CreateAsync(
        GatewayClient client,
        JsonObject file,
        string? kind,
        MeantMessage? answered,
        Guid key,
        CancellationToken cancellation
    )
    {
        var draft = new JsonObject
        {
            ["counterpart"] = file["counterpart"]?.DeepClone(),
            ["kind"] = kind ?? file["kind"]?.DeepClone(),
            ["message"] = MessageOf(file),
        };
        if (answered is not null)
        {
            var message = await client.GetAsync<MessageView>(answered.Path(), cancellation);
            (draft["counterpart"], draft["inReplyTo"]) = (message.Counterpart, MessageId.Write(answered.Id));
        }

        var absent =
            draft["counterpart"] is null ? "no counterpart: name it in the file, or the message that it answers with --reply-to"
            : draft["kind"] is null ? "no kind: name it in the file or with --kind"
            : null;
        return absent is null
            ? await client.PostAsync<DraftView>(
                "api/v1/drafts",
                Encoding.UTF8.GetBytes(draft.ToJsonString(ProtocolJson.Options)),
                key,
                cancellation
            )
            : throw new CommandFailedException(
                ExitCode.Usage,
                $"The file has {absent}.",
                "Nothing was stored.",
                "See: exchange draft new --help"
            );
    }

    /// <summary>What the message says: all but what the draft is for.</summary>
    public static JsonNode MessageOf(JsonObject file)
    {
        var message = file.DeepClone().AsObject();
        foreach (var member in OfDraft)
            message.Remove(member);
        return message;
    }
}

/// <summary>Drafts as lines of text.</summary>
internal static class DraftText
{
    public static string Line(DraftView draft) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ProtocolTime.Write(draft.UpdatedAt)}  {draft.Id}  to {PartyText.Of(draft.Counterpart)}  {draft.Kind}{(draft.Reference is { } reference ? $"  {reference}" : "")}  {CodeNames<DraftStatus>.Write(draft.Status)}, version {draft.Version}, by {draft.AuthorName ?? draft.Author}{(draft.ReleaseRequired ? ", must be released" : "")}"
        );
}
