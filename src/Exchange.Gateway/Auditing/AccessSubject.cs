namespace Exchange.Gateway.Auditing;

/// <summary>The exchange, or the message of it, to which somebody had access or was denied it.</summary>
/// <param name="Counterpart">Name of the other party.</param>
/// <param name="ExchangeId">Id of the exchange.</param>
/// <param name="MessageId">Id of the message; null if it is the exchange as a whole.</param>
/// <param name="Kind">Code of the kind of that message.</param>
internal sealed record AccessSubject(string Counterpart, string ExchangeId, string? MessageId = null, string? Kind = null)
{
    public static AccessSubject Of(ExchangeRow row) => new(row.Counterpart, row.ExchangeId);

    /// <returns>Null for a message without an exchange, which was refused.</returns>
    public static AccessSubject? Of(MessageRow row) =>
        row.ExchangeId is { } exchange ? new(row.Counterpart, exchange, row.MessageId, row.Kind) : null;

    /// <summary>A draft that opens an exchange gives it its own id.</summary>
    public static AccessSubject Of(DraftRow row) => new(row.Counterpart, row.ExchangeId ?? row.Id, row.Id, row.Kind);

    /// <summary>The draft of an entry, with what it is about.</summary>
    public LeafDraft In(LeafDraft draft) =>
        draft with
        {
            Counterpart = PartyName.Parse(Counterpart),
            ExchangeId = Guid.Parse(ExchangeId),
            MessageId = MessageId is null ? null : Guid.Parse(MessageId),
            Kind = MessageKind.TryParse(Kind ?? "", out var kind) ? kind : null,
        };
}
