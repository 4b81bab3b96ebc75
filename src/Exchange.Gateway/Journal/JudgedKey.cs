namespace Exchange.Gateway.Journal;

/// <summary>One of the names of what an entry, or a row, tells of: a message each way, or what became of one of ours. Two that share one tell of the same.</summary>
/// <param name="Outgoing">True for a message of ours.</param>
/// <param name="IsReceipt">True for what its receipt told.</param>
/// <param name="Counterpart">With whom.</param>
/// <param name="Name">Digest of its signature or of its sealed bytes, or its id.</param>
internal sealed record JudgedKey(bool Outgoing, bool IsReceipt, string Counterpart, string Name)
{
    /// <summary>True for what a message of ours came to.</summary>
    public static bool TellsOfAReceipt(string @event) => @event is LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;

    public static bool TellsOfOurs(string @event) => @event == LedgerEvents.MessageSent || TellsOfAReceipt(@event);

    /// <summary>The id that a message has for itself: what was refused may show another's.</summary>
    public static string? IdOf(string @event, Guid? id) => id is { } own && @event != LedgerEvents.MessageRejected ? MessageId.Write(own) : null;

    public static IEnumerable<JudgedKey> Of(LedgerLeaf leaf) => Of(
        TellsOfOurs(leaf.Event), TellsOfAReceipt(leaf.Event), leaf.Counterpart?.Value ?? "", leaf.Signed?.ToString(), leaf.Sealed?.ToString(), IdOf(leaf.Event, leaf.MessageId));

    public static IEnumerable<JudgedKey> Of(bool outgoing, bool isReceipt, string counterpart, params string?[] names) =>
        names.OfType<string>().Select(name => new JudgedKey(outgoing, isReceipt, counterpart, name));
}
