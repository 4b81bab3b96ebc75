namespace Exchange.Gateway.Submitting;

/// <summary>What became of a message that was to be sent.</summary>
internal abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>It is in the log and in the outbox, now or since an earlier call with the same key.</summary>
    public sealed record Sent(Guid MessageId, Guid ExchangeId, string Reference, Digest Signed) : SendResult;

    /// <summary>The key was used for something else.</summary>
    public sealed record KeyReused : SendResult;

    /// <summary>The life of the exchange does not allow it; nothing was stored.</summary>
    public sealed record NotAllowed(ReceiptCode Code, string Text) : SendResult;

    /// <summary>Our own clock or log is in doubt; nothing was stored, and the same can be sent when it is not.</summary>
    public sealed record InDoubt(string Code, string Text) : SendResult;

    /// <summary>It makes no valid message: too large, times that do not fit, or no answer to what was asked; nothing was stored.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : SendResult;

    /// <summary>On the way: sealed, not yet recorded.</summary>
    internal sealed record Sealed(OutgoingMessage Outgoing) : SendResult;
}
