namespace Exchange.Ledger.Notes;

/// <summary>
/// A checkpoint signed by the two keys of its ledger (border protocol, section 7): body, blank line, and exactly two signature lines,
/// Ed25519 first, then ML-DSA-44 with a time above 0.
/// </summary>
public static class CheckpointNote
{
    /// <summary>Largest note in characters.</summary>
    public const int MaximumSize = 8192;

    public static string Sign(Checkpoint checkpoint, DateTimeOffset time, LogSigners signers)
    {
        var body = checkpoint.ToString();
        var key = signers.Ed25519.Key;
        var first = new NoteSignature(key.Name, key.Id, signers.Ed25519.Sign(Encoding.UTF8.GetBytes(body)));
        return $"{body}\n{first}\n{TimedSignature.Sign(checkpoint, time, signers.MlDsa44)}\n";
    }

    /// <summary>The checkpoint; null if the note is malformed, of another ledger, or not signed by both keys.</summary>
    public static VerifiedCheckpoint? Verify(string note, LogVerifiers keys, VerifySignature verify)
    {
        if (!TryRead(note, out var body, out var checkpoint, out var first, out var second))
            return null;
        if (checkpoint.Origin != keys.Origin || !first.IsBy(keys.Ed25519))
            return null;
        if (!verify(keys.Ed25519.Algorithm, keys.Ed25519.PublicKey.Span, Encoding.UTF8.GetBytes(body), first.Signature))
            return null;
        return TimedSignature.Verify(checkpoint, second, keys.MlDsa44, verify) is { } time ? new(checkpoint, time, note) : null;
    }

    /// <summary>The checkpoint of a note without verification of its signatures; null if it is malformed.</summary>
    public static Checkpoint? ReadUnverified(string note) => TryRead(note, out _, out var checkpoint, out _, out _) ? checkpoint : null;

    private static bool TryRead(string note, out string body, out Checkpoint checkpoint, out NoteSignature first, out NoteSignature second)
    {
        (body, checkpoint, first, second) = ("", null!, null!, null!);
        var end = note.Length <= MaximumSize ? note.IndexOf("\n\n", StringComparison.Ordinal) : -1;
        if (end < 0)
            return false;
        body = note[..(end + 1)];
        return note[(end + 2)..].Split('\n') is [var one, var two, ""]
            && Checkpoint.TryParse(body, out checkpoint!)
            && NoteSignature.TryParse(one, out first!)
            && NoteSignature.TryParse(two, out second!);
    }
}

/// <summary>A checkpoint whose two signatures are verified, when it was signed (whole seconds, UTC), and its exact note.</summary>
public sealed record VerifiedCheckpoint(Checkpoint Checkpoint, DateTimeOffset SignedAt, string Note);

/// <summary>
/// The state of a ledger (C2SP tlog-checkpoint, exactly three lines): origin, size in entries, and their root (RFC 6962).
/// </summary>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    /// <summary>Reads the body of a note in its one valid form, with the last line feed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint =
            text.Split('\n') is [var origin, var size, var root, ""]
            && origin.Length > 0
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
            && MerkleHash.TryParse(root, out var hash)
                ? new(origin, entries, hash)
                : null;
        return (checkpoint = checkpoint?.ToString() == text ? checkpoint : null) is not null;
    }

    /// <summary>The body of the note, with the last line feed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");
}
