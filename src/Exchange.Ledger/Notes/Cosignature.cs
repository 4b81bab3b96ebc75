namespace Exchange.Ledger.Notes;

/// <summary>A witness's statement that a checkpoint is the newest of one consistent history (C2SP tlog-cosignature, ML-DSA-44).</summary>
public static class Cosignature
{
    /// <summary>The signature line, without line feed.</summary>
    public static string Sign(Checkpoint checkpoint, DateTimeOffset time, NoteSigner witness) =>
        TimedSignature.Sign(checkpoint, time, witness).ToString();

    /// <summary>The time of the cosignature; null if the line is malformed or the signature is wrong.</summary>
    public static DateTimeOffset? Verify(Checkpoint checkpoint, string line, VerifierKey witness, VerifySignature verify) =>
        line is not null && NoteSignature.TryParse(line, out var signature)
            ? TimedSignature.Verify(checkpoint, signature, witness, verify)
            : null;

    /// <summary>Reads the key of a card's witness; false unless it is one ML-DSA-44 key with the witness's name.</summary>
    public static bool TryReadKey(CardWitness witness, [NotNullWhen(true)] out VerifierKey? key)
    {
        key =
            witness.Verifiers is [var only]
            && VerifierKey.TryParse(only, out var read)
            && read.Algorithm == VerifierKey.MlDsa44
            && read.Name == witness.Name
                ? read
                : null;
        return key is not null;
    }
}
