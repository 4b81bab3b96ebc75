using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Broker;

/// <summary>
/// <c>definitions.json</c> of a mailbox broker (border protocol, section 2). Loading it again changes nothing that is
/// already set; limits are policies and not queue arguments, so that a changed limit applies after the next load.
/// </summary>
internal static class BrokerDefinitions
{
    public const string Exchange = "border", Messages = "messages", Chunks = "chunks", DeadLetters = "dead-letters";

    private const string DeadLetterExchange = "dead-letter";
    private const string Nothing = "^$";

    // Connections and channels of one login: enough for the gateway instances of a counterpart.
    private const int MaximumConnections = 64, MaximumChannels = 256;

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

        var document = new JsonObject
        {
            ["users"] = Each(logins, User),
            ["vhosts"] = Each(mailbox.Counterparts, sender => new JsonObject { ["name"] = VirtualHost(sender) }),
            ["permissions"] = Each(mailbox.Counterparts, sender => Permissions(mailbox.Owner, sender)),
            ["policies"] = Each(mailbox.Counterparts, sender => Policies(VirtualHost(sender), mailbox.Limits)),
            ["exchanges"] = Each(mailbox.Counterparts, sender => Exchanges(VirtualHost(sender))),
            ["queues"] = Each(mailbox.Counterparts, sender => Queues(VirtualHost(sender))),
            ["bindings"] = Each(mailbox.Counterparts, sender => Bindings(VirtualHost(sender))),
        };
        return document.ToJsonString(Readable) + "\n";
    }

    // An empty hash matches no password: the login is by certificate only.
    private static JsonObject User(PartyName party) => new()
    {
        ["name"] = party.Value,
        ["password_hash"] = "",
        ["hashing_algorithm"] = "rabbit_password_hashing_sha256",
        ["tags"] = new JsonArray(),
        ["limits"] = new JsonObject { ["max-connections"] = MaximumConnections, ["max-channels"] = MaximumChannels },
    };

    private static JsonObject[] Permissions(PartyName owner, PartyName sender) =>
    [
        Permission(VirtualHost(sender), sender, write: $"^{Exchange}$", read: Nothing),
        Permission(VirtualHost(sender), owner, write: Nothing, read: $"^({Messages}|{Chunks})$"),
    ];

    private static JsonObject Permission(string virtualHost, PartyName user, string write, string read) => new()
    {
        ["user"] = user.Value,
        ["vhost"] = virtualHost,
        ["configure"] = Nothing,
        ["write"] = write,
        ["read"] = read,
    };

    private static JsonObject[] Policies(string virtualHost, MailboxLimits limits) =>
    [
        Policy(virtualHost, "mailbox", $"^{Messages}$", Bounded(limits, limits.MaximumLength, limits.MaximumBytes)),
        // No gateway reads chunks yet.
        Policy(virtualHost, Chunks, $"^{Chunks}$", Bounded(limits, SmallLength, SmallBytes)),
        Policy(virtualHost, DeadLetters, $"^{DeadLetters}$", new()
        {
            ["message-ttl"] = DeadLetterMilliseconds,
            ["max-length"] = SmallLength,
            ["max-length-bytes"] = SmallBytes,
            ["overflow"] = "drop-head",
        }),
    ];

    private static JsonObject Bounded(MailboxLimits limits, int length, long bytes) => new()
    {
        ["delivery-limit"] = limits.DeliveryLimit,
        ["max-length"] = length,
        ["max-length-bytes"] = bytes,
        ["overflow"] = "reject-publish",
        ["dead-letter-exchange"] = DeadLetterExchange,
        // The default may lose a message while it is dead-lettered.
        ["dead-letter-strategy"] = "at-least-once",
    };

    private static JsonObject Policy(string virtualHost, string name, string pattern, JsonObject definition) => new()
    {
        ["vhost"] = virtualHost,
        ["name"] = name,
        ["pattern"] = pattern,
        ["apply-to"] = "queues",
        ["priority"] = 0,
        ["definition"] = definition,
    };

    private static JsonObject[] Exchanges(string virtualHost) =>
    [
        ExchangeOf(virtualHost, Exchange, "direct", isInternal: false),
        // Internal: only the broker itself publishes to it.
        ExchangeOf(virtualHost, DeadLetterExchange, "fanout", isInternal: true),
    ];

    private static JsonObject ExchangeOf(string virtualHost, string name, string type, bool isInternal) => new()
    {
        ["vhost"] = virtualHost,
        ["name"] = name,
        ["type"] = type,
        ["durable"] = true,
        ["auto_delete"] = false,
        ["internal"] = isInternal,
        ["arguments"] = new JsonObject(),
    };

    private static JsonObject[] Queues(string virtualHost) =>
    [
        .. new[] { Messages, Chunks, DeadLetters }.Select(name => new JsonObject
        {
            ["vhost"] = virtualHost,
            ["name"] = name,
            ["durable"] = true,
            ["auto_delete"] = false,
            ["arguments"] = new JsonObject { ["x-queue-type"] = "quorum" },
        }),
    ];

    private static JsonObject[] Bindings(string virtualHost) =>
    [
        Binding(virtualHost, Exchange, "message", Messages),
        Binding(virtualHost, Exchange, "chunk", Chunks),
        Binding(virtualHost, DeadLetterExchange, "", DeadLetters),
    ];

    private static JsonObject Binding(string virtualHost, string exchange, string routingKey, string queue) => new()
    {
        ["vhost"] = virtualHost,
        ["source"] = exchange,
        ["routing_key"] = routingKey,
        ["destination"] = queue,
        ["destination_type"] = "queue",
        ["arguments"] = new JsonObject(),
    };

    private static JsonArray Each(IEnumerable<PartyName> parties, Func<PartyName, JsonObject> entry) =>
        [.. parties.Select(entry)];

    private static JsonArray Each(IEnumerable<PartyName> parties, Func<PartyName, JsonObject[]> entries) =>
        [.. parties.SelectMany(entries)];
}
