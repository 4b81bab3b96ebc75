using Exchange.Protocol.Api;

namespace Exchange.Ledger.Replay;

/// <summary>An exchange as a database keeps it, or as its log says that it must.</summary>
/// <param name="Counterpart">With whom.</param>
/// <param name="ExchangeId">Its id.</param>
/// <param name="Reference">Given by its opener.</param>
/// <param name="OpenedByUs">Whose it is.</param>
/// <param name="OpenedAt">When our log recorded that (UTC).</param>
public sealed record KeptExchange(string Counterpart, Guid ExchangeId, string? Reference, bool OpenedByUs, DateTimeOffset OpenedAt)
{
    /// <summary>Index of the entry that opened it; nothing where only the database tells of it.</summary>
    public long? Entry { get; init; }

    /// <summary>Its state as it is shown; nothing where the log does not lead to one.</summary>
    public ExchangeStateView? State { get; init; }

    /// <summary>As the gateway shows it.</summary>
    public static KeptExchange Of(ExchangeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(view.Counterpart, view.ExchangeId, view.Reference, view.OpenedByUs, view.OpenedAt) { State = view.State };
    }
}
