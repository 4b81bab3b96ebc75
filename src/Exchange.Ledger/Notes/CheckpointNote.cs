using System.Text;

namespace Exchange.Ledger.Notes;

/// <summary>
/// A checkpoint signed by its log's two keys (border protocol, section 7): body, blank line, and exactly two signature lines,
/// Ed25519 first, then ML-DSA-44 with a time above 0.
/// </summary>
public static class CheckpointNote
{
    /// <summary>Largest note in characters.</summary>
    public const int MaximumSize = 8192;

    /// <param name="checkpoint">Its origin is the keys' name.</param>
    /// <param name="time">Whole seconds are signed.</param>
    /// <param name="signers">The log's keys.</param>
    public static string Sign(Checkpoint checkpoint, DateTimeOffset time, LogSigners signers)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(signers);
        var body = checkpoint.ToString();
        var key = signers.Ed25519.Key;
        var first = new NoteSignature(key.Name, key.Id, signers.Ed25519.Sign(Encoding.UTF8.GetBytes(body)));
        return $"{body}\n{first}\n{TimedSignature.Sign(checkpoint, time, signers.MlDsa44)}\n";
    }

    /// <summary>The checkpoint, or null if the note is malformed, of another log, or not signed by both keys.</summary>
    public static VerifiedCheckpoint? Verify(string note, LogVerifiers keys, VerifySignature verify)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(verify);
        if (!TryRead(note, out var body, out var checkpoint, out var first, out var second))
            return null;
        if (checkpoint.Origin != keys.Origin || !first.IsBy(keys.Ed25519))
            return null;
        if (!verify(keys.Ed25519.Algorithm, keys.Ed25519.PublicKey.Span, Encoding.UTF8.GetBytes(body), first.Signature))
            return null;
        return TimedSignature.Verify(checkpoint, second, keys.MlDsa44, verify) is { } time ? new(checkpoint, time, note) : null;
    }

    /// <summary>What a note says, whoever signed it; null if it is malformed.</summary>
    public static Checkpoint? ReadUnverified(string note) => TryRead(note, out _, out var checkpoint, out _, out _) ? checkpoint : null;

    private static bool TryRead(string note, out string body, out Checkpoint checkpoint, out NoteSignature first, out NoteSignature second)
    {
        ArgumentNullException.ThrowIfNull(note);
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
