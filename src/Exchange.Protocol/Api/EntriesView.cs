namespace Exchange.Protocol.Api;

/// <summary>A run of entries: the exact text of each leaf.</summary>
/// <param name="From">Index of the first.</param>
/// <param name="Leaves">At most 1,000.</param>
public sealed record EntriesView(long From, IReadOnlyList<string> Leaves)
{
    public const int Most = 1000;
}
