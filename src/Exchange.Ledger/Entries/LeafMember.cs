namespace Exchange.Ledger.Entries;

/// <summary>The members of an entry that differ from event to event. Every entry has version, time, event, party, actor and salt.</summary>
[Flags]
public enum LeafMember
{
    None = 0,

    Counterpart = 1,

    ExchangeId = 1 << 1,

    MessageId = 1 << 2,

    Kind = 1 << 3,

    Sequence = 1 << 4,

    /// <summary>Digest of the message's detached signature.</summary>
    Signed = 1 << 5,

    /// <summary>Digest of the sealed bytes.</summary>
    Sealed = 1 << 6,

    /// <summary>Receipt code.</summary>
    Code = 1 << 7,

    /// <summary>All that names one message of an exchange.</summary>
    Message = Counterpart | ExchangeId | MessageId | Kind | Sequence | Signed,
}
