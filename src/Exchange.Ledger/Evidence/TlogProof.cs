namespace Exchange.Ledger.Evidence;

/// <summary>
/// An offline proof that an entry is in a ledger (C2SP tlog-proof, v1, without extra data): its index, its inclusion
/// proof, and the checkpoint with its cosignatures, verbatim. Reading verifies nothing.
/// </summary>
/// <param name="Index">Index of the entry, from 0.</param>
/// <param name="Hashes">The inclusion proof, the leaf's sibling first.</param>
/// <param name="Checkpoint">The ledger's note and its witnesses' lines.</param>
public sealed record TlogProof(long Index, IReadOnlyList<MerkleHash> Hashes, CosignedCheckpoint Checkpoint)
{
    /// <summary>Largest file in bytes: far more than a proof with one witness needs.</summary>
    public const int MaximumSize = 64 * 1024;

    private const string FirstLine = "c2sp.org/tlog-proof@v1";
    private const string IndexStart = "index ";

    /// <summary>Reads a file in its one valid form; false for any other.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        if (file.Length > MaximumSize)
            return false;
        var text = Encoding.UTF8.GetString(file);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (
            end < 0
            || text[..end].Split('\n') is not [FirstLine, var index, .. var hashes]
            || !index.StartsWith(IndexStart, StringComparison.Ordinal)
        )
        {
            return false;
        }

        if (
            !long.TryParse(index[IndexStart.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !ProofText.TryRead(hashes, out var read)
        )
        {
            return false;
        }

        if (CosignedCheckpoint.TryRead(text[(end + 2)..], out var checkpoint))
            proof = new(number, read, checkpoint);
        // Leading zeros and invalid UTF-8 would not be written again unchanged.
        return (proof = proof?.ToBytes().AsSpan().SequenceEqual(file) is true ? proof : null) is not null;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    /// <summary>The text of the file.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{FirstLine}\n{IndexStart}{Index}\n{string.Concat(Hashes.Select(hash => hash + "\n"))}\n{Checkpoint}"
        );
}
