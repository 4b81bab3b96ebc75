using Exchange.Protocol;

namespace Exchange.Gateway.Store;

/// <summary>What is stored of a message beside its header.</summary>
internal sealed record MessageRecord(Digest Signed, Digest Sealed, DateTimeOffset At, long EntryIndex)
{
    /// <summary>The recipient's word; absent for a message that we have just sent.</summary>
    public ReceiptCode? Code { get; init; }

    /// <summary>The message under the data key of its exchange.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The detached signature.</summary>
    public byte[]? Signature { get; init; }
}
