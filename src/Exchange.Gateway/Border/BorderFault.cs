namespace Exchange.Gateway.Border;

/// <summary>Why the border did not carry a message.</summary>
internal enum BorderFault
{
    /// <summary>No connection, or it was lost before the confirm. Whether the broker took the message is unknown.</summary>
    Unreachable,

    /// <summary>No confirm in time. Whether the broker took the message is unknown.</summary>
    Timeout,

    /// <summary>The broker has no queue, or no exchange, for it.</summary>
    Returned,

    /// <summary>The broker said no: the mailbox is full, or its queue cannot take more now.</summary>
    Refused,

    /// <summary>The broker knows our certificate, but not our login, or it may not do this.</summary>
    AccessRefused,

    /// <summary>Either side did not accept the other's certificate, name or TLS version.</summary>
    TlsRefused,

    /// <summary>The broker sent what AMQP, or our guard before the client, does not allow. The connection was ended.</summary>
    ProtocolBroken,

    /// <summary>Consuming only: our own broker's configuration is unsafe, and nothing is consumed until it is put right.</summary>
    Misconfigured,

    /// <summary>Consuming only: what takes the deliveries here threw. The broker is not to blame.</summary>
    ReceiverFailed,
}

/// <summary>The border failed; the message is a sentence for an operator, without content of any case.</summary>
internal sealed class BorderException(BorderFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public BorderFault Fault => fault;

    /// <summary>The same fault for another waiter: an exception that two tasks throw at once garbles its own trace.</summary>
    public BorderException Again() => new(Fault, Message, InnerException);
}
