namespace Exchange.Ledger.Merkle;

/// <summary>The text form of proofs: hashes in base64.</summary>
public static class ProofText
{
    /// <summary>Most hashes that a proof of a log of 2^63 entries can have.</summary>
    public const int MaximumHashes = 64;

    public static IReadOnlyList<string> Write(IReadOnlyList<MerkleHash> proof) => [.. proof.Select(hash => hash.ToString())];

    /// <summary>Reads a proof; false if it is too long or a hash is malformed.</summary>
    public static bool TryRead(IReadOnlyList<string> texts, out IReadOnlyList<MerkleHash> proof)
    {
        var hashes = new List<MerkleHash>(texts.Count);
        foreach (var text in texts.Take(MaximumHashes + 1))
        {
            if (MerkleHash.TryParse(text, out var hash))
                hashes.Add(hash);
        }

        proof = hashes;
        return hashes.Count == texts.Count && hashes.Count <= MaximumHashes;
    }
}
