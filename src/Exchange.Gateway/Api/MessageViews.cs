using System.Linq.Expressions;
using System.Text.Json.Nodes;

namespace Exchange.Gateway.Api;

/// <summary>How a message's row is shown.</summary>
internal static class MessageViews
{
    /// <summary>
    /// Rows of messages that can be told by their id: not those of refused ones of which not all could be read, or whose id or sequence
    /// another had.
    /// </summary>
    public static readonly Expression<Func<MessageRow, bool>> IsComplete = row =>
        row.MessageId != null
        && row.ExchangeId != null
        && row.Kind != null
        && row.Sequence != null
        && row.IssuedAt != null
        && row.ExpiresAt != null;

    /// <summary>All other rows.</summary>
    public static readonly Expression<Func<MessageRow, bool>> IsIncomplete = Expression.Lambda<Func<MessageRow, bool>>(
        Expression.Not(IsComplete.Body),
        IsComplete.Parameters
    );

    public static MessageView Of(MessageRow row, string? reference = null, JsonNode? content = null) =>
        new()
        {
            MessageId = Id(row.MessageId),
            ExchangeId = Id(row.ExchangeId),
            Reference = reference,
            Counterpart = row.Counterpart,
            Outgoing = row.Outgoing,
            Kind = row.Kind is { } kind ? KindOf(row, kind) : null,
            Sequence = row.Sequence,
            Signed = Digest.Parse(row.Signed),
            Sealed = Digest.Parse(row.Sealed),
            IssuedAt = Time(row.IssuedAt),
            ExpiresAt = Time(row.ExpiresAt),
            RecordedAt = Time(row.RecordedAt)!.Value,
            Transport = Transport(row),
            Code = row.Code,
            SettledAt = Time(row.SettledAt),
            EntryIndex = row.EntryIndex,
            Message = content,
        };

    /// <summary>The views of rows. A damaged row is reported and left out: a comparison with the ledger finds it missing.</summary>
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
                logger.LogError(
                    "The row of message {MessageId}, of entry {Entry}, in the database is damaged and is not shown: {Reason} "
                        + "Compare with: exchange ledger replay; mend with: exchange db rebuild",
                    row.MessageId,
                    row.EntryIndex,
                    damage.Message
                );
            }
        }

        return views;
    }

    /// <summary>Says what other tables have of some messages: who sent acknowledgements, and how long content is kept.</summary>
    public static List<MessageView> WithMore(ExchangeDb db, List<MessageView> views)
    {
        var indexes = views.ConvertAll(view => view.EntryIndex);
        var kept = db
            .Contents.Where(content => indexes.Contains(content.EntryIndex))
            .Select(content => new
            {
                content.EntryIndex,
                content.EraseAt,
                content.ErasedAt,
            })
            .ToDictionary(content => content.EntryIndex);
        return WithActors(
            db,
            views.ConvertAll(view =>
                kept.TryGetValue(view.EntryIndex, out var content)
                    ? view with
                    {
                        KeptUntil = content.EraseAt is { } at ? ContentRow.LastDay(at) : null,
                        ErasedAt = Time(content.ErasedAt),
                    }
                    : view
            )
        );
    }

    // By a policy or an officer, as their entries have it.
    private static List<MessageView> WithActors(ExchangeDb db, List<MessageView> views)
    {
        var indexes = views.Where(view => view.Kind == CaseKinds.Acknowledgement).Select(view => view.EntryIndex).ToList();
        if (indexes.Count == 0)
            return views;
        var leaves = db
            .Entries.Where(entry => indexes.Contains(entry.Index))
            .Select(entry => new { entry.Index, entry.Leaf })
            .ToDictionary(entry => entry.Index, entry => LedgerLeaf.Read(entry.Leaf).Value);
        // An index of a ledger that has ended may be another entry's in the present one.
        return views.ConvertAll(view =>
            leaves.GetValueOrDefault(view.EntryIndex) is { } leaf && leaf.MessageId == view.MessageId
                ? view with
                {
                    Automatic = (bool?)leaf.Detail?["automatic"],
                }
                : view
        );
    }

    private static MessageKind KindOf(MessageRow row, string text) =>
        MessageKind.TryParse(text, out var kind) ? kind : throw new InvalidDataException($"Message {row.MessageId} has no known kind.");

    private static Guid? Id(string? text) => text is null ? null : Guid.Parse(text);

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    private static string Transport(MessageRow row) =>
        (row.Outgoing, row.Code) switch
        {
            (true, null) => "sent",
            (true, (int)ReceiptCode.Accepted) => "delivered",
            (true, _) => "refused",
            (false, (int)ReceiptCode.Accepted) => "accepted",
            (false, _) => "rejected",
        };
}
