using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Life;

/// <summary>Where one message of an exchange is.</summary>
/// <param name="MessageId">Of the message.</param>
/// <param name="Kind">Of the message.</param>
/// <param name="Sequence">Of the message.</param>
/// <param name="Transport">Where it is.</param>
/// <param name="At">When it got there, in our log.</param>
/// <param name="Detail">What the exchange depends on.</param>
public sealed record MessageState(Guid MessageId, MessageKind Kind, int Sequence, Transport Transport, DateTimeOffset At, MessageDetail Detail)
{
    /// <summary>True for a message of the log's own party.</summary>
    public bool IsOurs => Transport is Transport.Sent or Transport.Delivered or Transport.Refused;

    /// <summary>False once it was refused.</summary>
    public bool Stands => Transport is not (Transport.Refused or Transport.Rejected);
}
