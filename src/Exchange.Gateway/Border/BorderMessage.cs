namespace Exchange.Gateway.Border;

/// <summary>One sealed message on its way out (border protocol, section 2).</summary>
internal sealed record BorderMessage
{
    /// <summary>Largest body in bytes. One more, and the broker would close the connection on all that is under way.</summary>
    public const int MaximumSize = 1024 * 1024;

    /// <exception cref="ArgumentException">The body is empty or larger than <see cref="MaximumSize"/>.</exception>
    public BorderMessage(Guid messageId, ReadOnlyMemory<byte> body)
    {
        if (body.Length is 0 or > MaximumSize)
            throw new ArgumentException($"A sealed message has 1 to {MaximumSize} bytes, not {body.Length}.", nameof(body));
        (Id, Body) = (messageId, body);
    }

    public Guid Id { get; }

    /// <summary>Not copied: it must not change before the publish has completed.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    public override string ToString() => $"{Id} ({Body.Length} bytes)";
}
