using Exchange.Protocol;

namespace Exchange.Gateway.Receiving;

/// <summary>What is to become of a case message that was opened.</summary>
internal abstract record Ruling
{
    private Ruling()
    {
    }

    public sealed record Accepted : Ruling;

    public sealed record Refused(ReceiptCode Code) : Ruling;

    public sealed record Waits(WaitReason Reason) : Ruling;
}
