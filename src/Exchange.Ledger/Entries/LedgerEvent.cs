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

    /// <summary>Members of <c>detail</c> that it has where they are known.</summary>
    public IReadOnlyDictionary<string, DetailForm> OptionalDetail { get; init; } = new Dictionary<string, DetailForm>();

    /// <summary>False for what no part of this version does yet.</summary>
    public bool IsBuilt { get; init; } = true;

    public override string ToString() => Name;
}
