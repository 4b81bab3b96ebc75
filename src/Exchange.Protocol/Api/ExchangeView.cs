using Exchange.Protocol.Life;

namespace Exchange.Protocol.Api;

/// <summary>An exchange: its state as the fold over our ledger gives it, and, of one that is asked for by its id, its newest messages.</summary>
public sealed record ExchangeView(Guid ExchangeId, string Reference, string Counterpart, bool OpenedByUs, DateTimeOffset OpenedAt, ExchangeStateView State)
{
    /// <summary>At most 200, in the order of our ledger; absent in a list.</summary>
    public IReadOnlyList<MessageView>? Messages { get; init; }

    /// <summary>True if there are earlier messages: read them by the list of messages of this exchange.</summary>
    public bool? HasEarlierMessages { get; init; }
}

/// <summary>Where an exchange stands.</summary>
/// <param name="Status">Where the officers' business stands.</param>
/// <param name="DueAt">When the answer is due; absent while that is not known, and for what has no deadline.</param>
/// <param name="OurTurn">True if we are the ones to act next; absent if nobody is.</param>
/// <param name="Messages">How many messages it has, without those that we refused.</param>
/// <param name="LastEntry">Index of the newest entry of our ledger that changed it.</param>
public sealed record ExchangeStateView(ExchangeStatus Status, DateTimeOffset? DueAt, bool? OurTurn, int Messages, long LastEntry)
{
    public static ExchangeStateView Of(ExchangeState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(state.Status, state.DueAt, state.OurTurn, state.Messages, state.LastEntry);
    }
}
