namespace Exchange.Gateway.Border;

/// <summary>The border failed; the message is a sentence for an operator, without content of any case.</summary>
internal sealed class BorderException(BorderFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public BorderFault Fault => fault;

    /// <summary>The same fault for another waiter: an exception that two tasks throw at once garbles its own trace.</summary>
    public BorderException Again() => new(Fault, Message, InnerException);
}
