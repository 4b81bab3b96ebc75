using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>A message in a list of what messages of one kind say. Holds content: prints as its id.</summary>
/// <param name="MessageId">Id of the message.</param>
/// <param name="ExchangeId">Id of the message that opened its exchange.</param>
/// <param name="Reference">Reference of the exchange.</param>
/// <param name="Sender">The party that says it.</param>
/// <param name="Recipient">The party to which it is said.</param>
/// <param name="IssuedAt">When it was written.</param>
/// <param name="Body">What it says; absent if its content is no longer stored here.</param>
public sealed record OpenedView<TBody>(
    Guid MessageId,
    Guid ExchangeId,
    string Reference,
    string Sender,
    string Recipient,
    DateTimeOffset IssuedAt,
    TBody? Body
)
    where TBody : MessageBody
{
    /// <summary>The handling of the message; absent if its content is no longer stored here.</summary>
    public Classification? Classification { get; init; }

    /// <inheritdoc cref="Classification"/>
    public IReadOnlyList<HandlingCode>? HandlingCodes { get; init; }

    public override string ToString() => $"{MessageId}";
}
