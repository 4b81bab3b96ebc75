namespace Exchange.Protocol.Life;

/// <summary>An exchange at one moment, as the fold over a log's entries gives it.</summary>
/// <param name="ExchangeId">Id of the opening message.</param>
/// <param name="OpenedByUs">Whose exchange it is.</param>
/// <param name="Status">Where the business stands.</param>
/// <param name="DueAt">When the answer is due: known once the opening message is accepted, or never for what has no deadline.</param>
/// <param name="Messages">Every message, in the order in which our log first told of it.</param>
public sealed record ExchangeState(Guid ExchangeId, bool OpenedByUs, ExchangeStatus Status, DateTimeOffset? DueAt, IReadOnlyList<MessageState> Messages)
{
    /// <summary>True if the answer is late at <paramref name="now"/>.</summary>
    public bool IsOverdue(DateTimeOffset now) => DueAt < now && Status is not (ExchangeStatus.Answered or ExchangeStatus.Rejected);
}
