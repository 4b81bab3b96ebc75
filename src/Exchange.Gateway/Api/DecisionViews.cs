namespace Exchange.Gateway.Api;

/// <summary>What was asked, decided and read of the drafts of an exchange, by the entries of our present ledger.</summary>
internal static class DecisionViews
{
    private const int MostRead = 1000;
    private const int Most = 200;

    private static readonly string[] Events =
    [
        LedgerEvents.ReleaseAsked,
        LedgerEvents.ReleaseVoided,
        LedgerEvents.DraftOpened,
        LedgerEvents.MessageReturned,
        LedgerEvents.MessageReleased,
    ];

    /// <summary>The newest, in ledger order, of the newest 1,000 entries of an exchange.</summary>
    public static IReadOnlyList<DecisionView> Of(ExchangeDb db, ExchangeRow exchange) =>
        [
            .. db
                .Entries.Where(entry => entry.ExchangeId == exchange.ExchangeId)
                .OrderByDescending(entry => entry.Index)
                .Take(MostRead)
                .Select(entry => entry.Leaf)
                .AsEnumerable()
                .Select(leaf => LedgerLeaf.Read(leaf).Value)
                .OfType<LedgerLeaf>()
                .Where(leaf => Events.Contains(leaf.Event) && leaf.Counterpart?.Value == exchange.Counterpart && leaf.MessageId is not null)
                .Take(Most)
                .Select(leaf => new DecisionView(leaf.MessageId!.Value, leaf.Event, leaf.At, leaf.Actor))
                .Reverse(),
        ];
}
