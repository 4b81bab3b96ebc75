using System.Diagnostics.CodeAnalysis;

namespace Exchange.Ledger.Notes;

/// <summary>
/// A checkpoint's note with what witnesses have put under it (C2SP tlog-cosignature): the note, then the cosignature lines,
/// in the order of the witnesses' names. Nothing of it is verified by being read.
/// </summary>
/// <param name="Note">The exact note, with its own two signature lines and the last line feed.</param>
/// <param name="Cosignatures">Lines without their line feeds, one for each witness; perhaps none.</param>
public sealed record CosignedCheckpoint(string Note, IReadOnlyList<string> Cosignatures)
{
    /// <summary>Most witnesses of one checkpoint.</summary>
    public const int MostCosignatures = 256;

    /// <summary>Largest file in characters.</summary>
    public const int MaximumSize = CheckpointNote.MaximumSize + (MostCosignatures * LongestLine);

    private const int LongestLine = 4096;

    // Body, blank line, two signatures.
    private const int LinesOfNote = 6;

    /// <param name="note">The exact note.</param>
    /// <param name="cosignatures">Lines without their line feeds, in any order.</param>
    public static CosignedCheckpoint Of(string note, IEnumerable<string> cosignatures) => new(note, [.. cosignatures.OrderBy(NameOf, StringComparer.Ordinal)]);

    /// <summary>Takes a file apart; false unless it has exactly the form that is written.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out CosignedCheckpoint? read)
    {
        ArgumentNullException.ThrowIfNull(text);
        read = null;
        var lines = text.Length <= MaximumSize ? text.Split('\n') : [];
        if (lines.Length <= LinesOfNote || lines.Length > LinesOfNote + MostCosignatures + 1 || lines[^1].Length > 0)
            return false;
        var note = string.Join('\n', lines[..LinesOfNote]) + "\n";
        var cosignatures = lines[LinesOfNote..^1];
        if (CheckpointNote.ReadUnverified(note) is not null && cosignatures.All(line => NoteSignature.TryParse(line, out _)) && AreInOrder(cosignatures))
            read = new(note, cosignatures);
        return read is not null;
    }

    /// <summary>Whose line it says that it is; empty if it is none.</summary>
    public static string NameOf(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return NoteSignature.TryParse(line, out var signature) ? signature.Name : "";
    }

    /// <summary>As it stands in a file.</summary>
    public override string ToString() => Note + string.Concat(Cosignatures.Select(line => line + "\n"));

    private static bool AreInOrder(string[] lines)
    {
        for (var index = 1; index < lines.Length; index++)
        {
            if (string.CompareOrdinal(NameOf(lines[index - 1]), NameOf(lines[index])) >= 0)
                return false;
        }

        return true;
    }
}
