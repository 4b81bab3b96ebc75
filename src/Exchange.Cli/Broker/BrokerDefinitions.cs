using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace Exchange.Cli.Broker;

/// <summary>
/// <c>definitions.json</c> of a mailbox broker (border protocol, section 2). Loading it again changes nothing that is
/// already set; limits are policies and not queue arguments, so that a changed limit applies after the next load.
/// </summary>
internal static class BrokerDefinitions
{
    public const string Exchange = "border",
        Messages = "messages",
        Chunks = "chunks",
        DeadLetters = "dead-letters";

    // Connections and channels of one login: enough for the gateway instances of a counterpart.
    private const int MaximumConnections = 64,
        MaximumChannels = 256;

    // For queues that nobody reads: no counterpart can fill the broker's disk through them.
    private const int SmallLength = 64;
    private const long SmallBytes = 16 * 1024 * 1024;

    // Ninety days: the longest life of a message.
    private const long DeadLetterMilliseconds = 90L * 24 * 60 * 60 * 1000;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string VirtualHost(PartyName sender) => $"border-{sender}";

    /// <exception cref="ArgumentException">The owner is among its own counterparts, or one is named twice.</exception>
    public static string Of(Mailbox mailbox)
    {
        PartyName[] logins = [mailbox.Owner, .. mailbox.Counterparts];
        if (logins.Distinct().Count() != logins.Length)
            throw new ArgumentException("The owner and its counterparts must be different parties.", nameof(mailbox));
        IEnumerable<string> parts =
        [
            .. logins.Select(User),
            .. mailbox.Counterparts.Select(sender => VirtualHostOf(mailbox.Owner, sender, mailbox.Limits)),
        ];
        var document = new JsonObject();
        foreach (var (name, entries) in parts.SelectMany(part => JsonNode.Parse(part)!.AsObject()))
        {
            var list = document[name] as JsonArray ?? [];
            document[name] ??= list;
            foreach (var entry in entries!.AsArray())
                list.Add(entry!.DeepClone());
        }

        foreach (var name in new[] { "vhosts", "permissions", "policies", "exchanges", "queues", "bindings" })
            document[name] ??= new JsonArray();
        return document.ToJsonString(Readable) + "\n";
    }

    // An empty hash matches no password: the login is by certificate only.
    private static string User(PartyName party) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            { "users": [{
              "name": "{{party}}", "password_hash": "", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [],
              "limits": { "max-connections": {{MaximumConnections}}, "max-channels": {{MaximumChannels}} } }] }
            """
        );

    // "dead-letter" is internal: only the broker itself publishes to it. No gateway reads chunks yet.
    private static string VirtualHostOf(PartyName owner, PartyName sender, MailboxLimits limits) =>
        $$"""
            {
              "vhosts": [{ "name": "{{VirtualHost(sender)}}" }],
              "permissions": [
                { "user": "{{sender}}", {{At(sender)}}, "configure": "^$", "write": "^{{Exchange}}$", "read": "^$" },
                { "user": "{{owner}}", {{At(sender)}}, "configure": "^$", "write": "^$", "read": "^({{Messages}}|{{Chunks}})$" }],
              "policies": [
                {{Policy(sender, "mailbox", Messages, Bounded(limits, limits.MaximumLength, limits.MaximumBytes))}},
                {{Policy(sender, Chunks, Chunks, Bounded(limits, SmallLength, SmallBytes))}},
                {{Policy(sender, DeadLetters, DeadLetters, DroppedOldestFirst)}}],
              "exchanges": [
                { {{At(sender)}}, "name": "{{Exchange}}", "type": "direct", {{Durable}}, "internal": false, "arguments": {} },
                { {{At(sender)}}, "name": "dead-letter", "type": "fanout", {{Durable}}, "internal": true, "arguments": {} }],
              "queues": [
                { {{At(sender)}}, "name": "{{Messages}}", {{Durable}}, "arguments": { "x-queue-type": "quorum" } },
                { {{At(sender)}}, "name": "{{Chunks}}", {{Durable}}, "arguments": { "x-queue-type": "quorum" } },
                { {{At(sender)}}, "name": "{{DeadLetters}}", {{Durable}}, "arguments": { "x-queue-type": "quorum" } }],
              "bindings": [
                {{Binding(sender, Exchange, "message", Messages)}},
                {{Binding(sender, Exchange, "chunk", Chunks)}},
                {{Binding(sender, "dead-letter", "", DeadLetters)}}]
            }
            """;

    private const string Durable = "\"durable\": true, \"auto_delete\": false";

    private static string At(PartyName sender) => $"\"vhost\": \"{VirtualHost(sender)}\"";

    private static string Policy(PartyName sender, string name, string queue, string definition) =>
        $$"""{ {{At(sender)}}, "name": "{{name}}", "pattern": "^{{queue}}$", "apply-to": "queues", "priority": 0, "definition": {{definition}} }""";

    // The default strategy may lose a message while it is dead-lettered.
    private static string Bounded(MailboxLimits limits, int length, long bytes) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            { "delivery-limit": {{limits.DeliveryLimit}}, "max-length": {{length}}, "max-length-bytes": {{bytes}}, "overflow": "reject-publish",
              "dead-letter-exchange": "dead-letter", "dead-letter-strategy": "at-least-once" }
            """
        );

    private static string DroppedOldestFirst =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            { "message-ttl": {{DeadLetterMilliseconds}}, "max-length": {{SmallLength}}, "max-length-bytes": {{SmallBytes}}, "overflow": "drop-head" }
            """
        );

    private static string Binding(PartyName sender, string exchange, string routingKey, string queue) =>
        $$"""
            { {{At(sender)}}, "source": "{{exchange}}", "routing_key": "{{routingKey}}", "destination": "{{queue}}", "destination_type": "queue", "arguments": {} }
            """;
}
