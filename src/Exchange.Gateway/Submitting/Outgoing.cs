using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// All that leaves with a message, as who releases it is shown it, and the digest of that. It is made of the message itself: once for
/// the releaser, and again of the bytes that are sealed, which must give the same digest.
/// </summary>
internal static class Outgoing
{
    // Given when it is sealed; they say nothing of the case.
    private static readonly string[] OfSealing = ["salt", "issuedAt", "sequence"];

    public static OutgoingView Of(CaseDraft draft, Message message, IReadOnlyList<ReleaseRuleView> rules)
    {
        var said = JsonNode.Parse(message.Bytes.Span)!.AsObject();
        string[] given =
        [
            .. OfSealing,
            .. draft.Opens ? ["reference"] : Array.Empty<string>(),
            .. draft.ExpiresAt is null ? ["expiresAt"] : Array.Empty<string>(),
        ];
        foreach (var member in given)
            said.Remove(member);
        using var whole = JsonDocument.Parse(message.Bytes);
        var view = new OutgoingView(
            message.Header.Recipient.Value,
            message.Header.Kind.Code,
            message.Header.Handling!.Classification,
            HandledParts.Of(whole.RootElement),
            rules,
            said
        );
        return view with { Digest = Digest.Of(JsonSerializer.SerializeToUtf8Bytes(view, ProtocolJson.Options)) };
    }
}
