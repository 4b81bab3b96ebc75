using Exchange.Protocol.Messages;

namespace Exchange.Ledger.Entries;

/// <summary>An event by its name, with its meaning in one sentence, and the closed set of members that its entries have.</summary>
public sealed record LedgerEvent(string Name, string Meaning)
{
    /// <summary>Required members.</summary>
    public LeafMember Has { get; init; }

    /// <summary>Optional members: present if known.</summary>
    public LeafMember MayHave { get; init; }

    /// <summary>Required members of <c>detail</c>.</summary>
    public IReadOnlyDictionary<string, DetailForm> Detail { get; init; } = new Dictionary<string, DetailForm>();

    /// <summary>Optional members of <c>detail</c>, without the facts.</summary>
    public IReadOnlyDictionary<string, DetailForm> OptionalDetail { get; init; } = new Dictionary<string, DetailForm>();

    /// <summary>True if <c>detail</c> also has the facts of the message's kind.</summary>
    public bool HasFacts { get; init; }

    /// <summary>False for an event that this version does not record yet.</summary>
    public bool IsBuilt { get; init; } = true;

    /// <summary>The format of a member of <c>detail</c>; null if the event does not have it.</summary>
    public DetailForm? FormOf(string name) =>
        Detail.TryGetValue(name, out var form) || OptionalDetail.TryGetValue(name, out form) ? form
        : HasFacts ? CaseKinds.Facts.FirstOrDefault(fact => fact.Name == name)?.Form
        : null;

    public override string ToString() => Name;
}

/// <summary>The members of an entry that depend on its event. Every entry also has version, time, event, party, actor and salt.</summary>
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

    /// <summary>All members that identify one message of an exchange.</summary>
    Message = Counterpart | ExchangeId | MessageId | Kind | Sequence | Signed,
}
