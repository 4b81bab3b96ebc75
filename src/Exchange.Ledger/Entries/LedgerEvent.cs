using Exchange.Protocol.Life;

namespace Exchange.Ledger.Entries;

/// <summary>One kind of entry, with the closed set of what it has.</summary>
/// <param name="Name">As it stands in the entry.</param>
/// <param name="Tells">What an entry of this kind says, in one sentence.</param>
public sealed record LedgerEvent(string Name, string Tells)
{
    /// <summary>Members that it always has.</summary>
    public LeafMember Has { get; init; }

    /// <summary>Members that it has where they are known.</summary>
    public LeafMember MayHave { get; init; }

    /// <summary>Members of <c>detail</c> that it always has.</summary>
    public IReadOnlyDictionary<string, DetailForm> Detail { get; init; } = new Dictionary<string, DetailForm>();

    /// <summary>Members of <c>detail</c> that it has where they are known, without the facts.</summary>
    public IReadOnlyDictionary<string, DetailForm> OptionalDetail { get; init; } = new Dictionary<string, DetailForm>();

    /// <summary>True if <c>detail</c> has what the kinds of messages keep too.</summary>
    public bool HasFacts { get; init; }

    /// <summary>False for what no part of this version does yet.</summary>
    public bool IsBuilt { get; init; } = true;

    /// <summary>The form of a member of <c>detail</c>; null if it may not have it.</summary>
    public DetailForm? FormOf(string name) =>
        Detail.TryGetValue(name, out var form) || OptionalDetail.TryGetValue(name, out form) ? form
        : HasFacts ? FactSet.Known().FirstOrDefault(fact => fact.Name == name)?.Form : null;

    public override string ToString() => Name;
}
