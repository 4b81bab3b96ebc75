using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Gateway.Api;

/// <summary>How a message's row is shown.</summary>
internal static class MessageViews
{
    /// <summary>Rows that can be shown: not those of refused messages of which not all could be read. Their entries tell of them.</summary>
    public static readonly Expression<Func<MessageRow, bool>> CanBeShown = row => row.MessageId != null && row.ExchangeId != null
        && row.Kind != null && row.Sequence != null && row.IssuedAt != null && row.ExpiresAt != null;

    public static MessageView Of(MessageRow row, string? reference, JsonNode? content = null) => new()
    {
        MessageId = Guid.Parse(row.MessageId!),
        ExchangeId = Guid.Parse(row.ExchangeId!),
        Reference = reference,
        Counterpart = row.Counterpart,
        Outgoing = row.Outgoing,
        Kind = CodeNames<MessageKind>.TryParse(row.Kind!, out var kind) ? kind : throw new InvalidDataException($"Message {row.MessageId} has no known kind."),
        Sequence = row.Sequence!.Value,
        Signed = Digest.Parse(row.Signed),
        Sealed = Digest.Parse(row.Sealed),
        IssuedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.IssuedAt!.Value),
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt!.Value),
        RecordedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.RecordedAt),
        Transport = Transport(row),
        Code = row.Code,
        SettledAt = row.SettledAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        EntryIndex = row.EntryIndex,
        Message = content,
    };

    /// <summary>Rows as they are shown. One that somebody has damaged is told of and left out: whoever compares with the log finds it missing.</summary>
    public static List<MessageView> Of(IEnumerable<MessageRow> rows, Func<MessageRow, string?> referenceOf, ILogger logger)
    {
        var views = new List<MessageView>();
        foreach (var row in rows)
        {
            try
            {
                views.Add(Of(row, referenceOf(row)));
            }
            catch (Exception damage) when (damage is FormatException or InvalidDataException or ArgumentException)
            {
                logger.LogError("The row of message {MessageId} in the database is damaged and is not shown: {Reason} Compare with: exchange ledger replay; mend with: exchange db rebuild", row.MessageId, damage.Message);
            }
        }

        return views;
    }

    private static string Transport(MessageRow row) => (row.Outgoing, row.Code) switch
    {
        (true, null) => "sent",
        (true, (int)ReceiptCode.Accepted) => "delivered",
        (true, _) => "refused",
        (false, (int)ReceiptCode.Accepted) => "accepted",
        (false, _) => "rejected",
    };
}
