namespace Exchange.Ledger.Replay;

/// <summary>Whether what an entry says of a message's receipt is proved by the recipient's own log.</summary>
public enum ReceiptVerdict
{
    /// <summary>The recipient's entry, about exactly this message, is included under a head that its log signed.</summary>
    Proved,

    /// <summary>No receipt, or no head for it, is kept.</summary>
    NoReceipt,

    /// <summary>The head is not signed by the recipient's log.</summary>
    HeadNotSigned,

    /// <summary>The recipient's entry is not proved to stand under the head.</summary>
    NotIncluded,

    /// <summary>The recipient's entry is about another message.</summary>
    AnotherMessage,

    /// <summary>The recipient's entry is not the one that ours names, or says another code.</summary>
    AnotherEntry,
}
