namespace Exchange.Ledger.Evidence;

/// <summary>What came of reading an archive: the files, or why not.</summary>
/// <param name="Files">By name; empty where they cannot be had.</param>
/// <param name="Fault">Why not, as a sentence; null if all is well.</param>
/// <param name="IsBundle">False for what does not even pretend to be a bundle.</param>
public sealed record BundleReading(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files, string? Fault, bool IsBundle)
{
    /// <summary>Names of what a desktop has left in the archive: it is no part of the bundle, and was not read.</summary>
    public IReadOnlyList<string> Aliens { get; init; } = [];

    internal static BundleReading Of(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => new(files, null, true);

    internal static BundleReading Broken(string fault) => new(new Dictionary<string, ReadOnlyMemory<byte>>(), fault, true);

    internal static BundleReading NoBundle(string fault) => new(new Dictionary<string, ReadOnlyMemory<byte>>(), fault, false);

    public override string ToString() => Fault ?? $"{Files.Count} files";
}
