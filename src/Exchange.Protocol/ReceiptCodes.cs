namespace Exchange.Protocol;

/// <summary>Properties of <see cref="ReceiptCode"/>.</summary>
public static class ReceiptCodes
{
    /// <summary>True if the sender is told in a receipt; false if the message is quarantined without one.</summary>
    public static bool Travels(this ReceiptCode code) => code is ReceiptCode.Accepted or >= ReceiptCode.NotStrictJson;

    /// <summary>True for the codes (400 to 402) of a message that could not be read, so that leaf and item name it only as far as it could.</summary>
    public static bool MayLackNames(this ReceiptCode code) =>
        code is ReceiptCode.NotStrictJson or ReceiptCode.MembersOrTypes or ReceiptCode.UnknownProtocolOrKind;
}
