using System.Globalization;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;

namespace Exchange.Ledger.Verification;

/// <summary>
/// Holds what one party's log says of its messages to another against what that other's log says of them: each delivery has
/// the very entry that it names, with the same code, signature and seal.
/// </summary>
public static class LogComparison
{
    /// <summary>What does not agree; none if all does. Messages that are still on their way are no fault.</summary>
    /// <param name="sender">Entries of the sender's log, from index 0.</param>
    /// <param name="recipient">Entries of the recipient's log, from index 0.</param>
    public static IReadOnlyList<string> Compare(IReadOnlyList<LedgerLeaf> sender, IReadOnlyList<LedgerLeaf> recipient)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(recipient);
        if (sender.Count == 0 || recipient.Count == 0)
            return [];
        var (from, to) = (sender[0].Party, recipient[0].Party);
        var sent = sender.Where(leaf => leaf.Event == LedgerEvents.MessageSent && leaf.Counterpart == to).ToDictionary(leaf => leaf.MessageId!.Value);
        return
        [
            .. sender.Where(leaf => leaf.Event is LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused && leaf.Counterpart == to)
                .Select(leaf => Delivery(leaf, sent, recipient)).OfType<string>(),
            .. recipient.Where(leaf => leaf.Event == LedgerEvents.MessageAccepted && leaf.Counterpart == from)
                .Where(leaf => !sent.TryGetValue(leaf.MessageId!.Value, out var own) || own.Signed != leaf.Signed || own.Sealed != leaf.Sealed)
                .Select(leaf => $"{to} has accepted {leaf.MessageId}, which {from} has not sent like that."),
        ];
    }

    private static string? Delivery(LedgerLeaf settled, Dictionary<Guid, LedgerLeaf> sent, IReadOnlyList<LedgerLeaf> recipient)
    {
        var index = (long?)settled.Detail?["index"] ?? -1;
        if (index < 0 || index >= recipient.Count)
            return string.Create(CultureInfo.InvariantCulture, $"{settled.MessageId}: the recipient's log has no entry {index}.");
        var entry = recipient[(int)index];
        var agrees = (string?)settled.Detail?["leaf"] == Digest.Of(entry.Bytes.Span).ToString()
            && sent.TryGetValue(settled.MessageId!.Value, out var own)
            && entry.Signed == own.Signed && entry.Sealed == own.Sealed && entry.Code == settled.Code;
        return agrees ? null : string.Create(CultureInfo.InvariantCulture, $"{settled.MessageId}: entry {index} of the recipient's log says something else.");
    }
}
