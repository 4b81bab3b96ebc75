namespace Exchange.Gateway.Store;

/// <summary>What a message says, encrypted, and its signature. Apart from the message's row, which changes while this does not.</summary>
internal sealed class ContentRow
{
    /// <summary>Index of the entry in our own log that sent, took or refused the message.</summary>
    public required long EntryIndex { get; init; }

    /// <summary>The key of the content, wrapped by the storage key; absent with it.</summary>
    public byte[]? WrappedKey { get; init; }

    /// <summary>The message as signed, under its key; absent where the message was refused, and after erasure.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The detached signature (CMS, DER), whose SHA-256 is the message's <c>signed</c>.</summary>
    public byte[]? Signature { get; init; }
}
