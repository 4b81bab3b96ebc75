namespace Exchange.Gateway.Journal;

/// <summary>
/// One of the names of what an entry or a row is about: a message in either direction, or the result of one of ours. Two that share a name
/// are about the same.
/// </summary>
/// <param name="Outgoing">True for a message of ours.</param>
/// <param name="IsReceipt">True for the result in its receipt.</param>
/// <param name="Name">Digest of its signature or of its sealed bytes, or its id.</param>
internal sealed record JudgedKey(bool Outgoing, bool IsReceipt, string Counterpart, string Name)
{
    /// <summary>True for the result of a message of ours.</summary>
    public static bool TellsOfAReceipt(string @event) => @event is LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;

    public static bool TellsOfOurs(string @event) => @event == LedgerEvents.MessageSent || TellsOfAReceipt(@event);

    /// <summary>The id that a message has alone: a refused message may show another's id.</summary>
    public static string? IdOf(string @event, Guid? id) =>
        id is { } own && @event != LedgerEvents.MessageRejected ? MessageId.Write(own) : null;

    public static IEnumerable<JudgedKey> Of(LedgerLeaf leaf) =>
        Of(
            TellsOfOurs(leaf.Event),
            TellsOfAReceipt(leaf.Event),
            leaf.Counterpart?.Value ?? "",
            leaf.Signed?.ToString(),
            leaf.Sealed?.ToString(),
            IdOf(leaf.Event, leaf.MessageId)
        );

    public static IEnumerable<JudgedKey> Of(bool outgoing, bool isReceipt, string counterpart, params string?[] names) =>
        names.OfType<string>().Select(name => new JudgedKey(outgoing, isReceipt, counterpart, name));
}
