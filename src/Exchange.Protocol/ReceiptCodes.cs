namespace Exchange.Protocol;

/// <summary>Properties of <see cref="ReceiptCode"/>.</summary>
public static class ReceiptCodes
{
    /// <summary>True if the sender is told in a receipt; false if the message is quarantined without one.</summary>
    public static bool Travels(this ReceiptCode code) => code is ReceiptCode.Accepted or >= ReceiptCode.NotStrictJson;
}
