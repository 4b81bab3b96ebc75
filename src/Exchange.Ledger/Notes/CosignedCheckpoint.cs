namespace Exchange.Ledger.Notes;

/// <summary>
/// A checkpoint's note with its cosignatures (C2SP tlog-cosignature): the note, then the cosignature lines, ordered by
/// the witnesses' names. Reading verifies nothing.
/// </summary>
/// <param name="Note">The exact note, with its own two signature lines and the last line feed.</param>
/// <param name="Cosignatures">Lines without line feeds, one for each witness; may be empty.</param>
public sealed record CosignedCheckpoint(string Note, IReadOnlyList<string> Cosignatures)
{
    /// <summary>Maximum number of witnesses of one checkpoint.</summary>
    public const int MostCosignatures = 256;

    /// <summary>Largest file in characters.</summary>
    public const int MaximumSize = CheckpointNote.MaximumSize + (MostCosignatures * LongestLine);

    private const int LongestLine = 4096;

    // Body, blank line, two signatures.
    private const int LinesOfNote = 6;

    /// <param name="note">The exact note.</param>
    /// <param name="cosignatures">Lines without line feeds, in any order.</param>
    public static CosignedCheckpoint Of(string note, IEnumerable<string> cosignatures) =>
        new(note, [.. cosignatures.OrderBy(NameOf, StringComparer.Ordinal)]);

    /// <summary>Reads a file; false unless it has its one valid form.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out CosignedCheckpoint? read)
    {
        read = null;
        var lines = text.Length <= MaximumSize ? text.Split('\n') : [];
        if (lines.Length <= LinesOfNote || lines.Length > LinesOfNote + MostCosignatures + 1 || lines[^1].Length > 0)
            return false;
        var note = string.Join('\n', lines[..LinesOfNote]) + "\n";
        var cosignatures = lines[LinesOfNote..^1];
        if (
            CheckpointNote.ReadUnverified(note) is not null
            && cosignatures.All(line => NoteSignature.TryParse(line, out _))
            && AreInOrder(cosignatures)
        )
        {
            read = new(note, cosignatures);
        }

        return read is not null;
    }

    /// <summary>The signer's name in a line; empty if the line is malformed.</summary>
    public static string NameOf(string line) => NoteSignature.TryParse(line, out var signature) ? signature.Name : "";

    /// <summary>The text of the file.</summary>
    public override string ToString() => Note + string.Concat(Cosignatures.Select(line => line + "\n"));

    private static bool AreInOrder(string[] lines) =>
        lines.Zip(lines.Skip(1), (line, next) => string.CompareOrdinal(NameOf(line), NameOf(next)) < 0).All(isInOrder => isInOrder);
}
