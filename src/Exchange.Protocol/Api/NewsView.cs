namespace Exchange.Protocol.Api;

/// <summary>What came since an entry of our ledger.</summary>
/// <param name="Count">How many messages or entries, up to <see cref="Most"/>.</param>
/// <param name="Next">Index of the entry that comes next: what is asked for from there on is newer than this answer.</param>
public sealed record NewsView(int Count, long Next)
{
    public const int Most = 100;
}
