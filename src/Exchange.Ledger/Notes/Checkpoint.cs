using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Exchange.Ledger.Merkle;

namespace Exchange.Ledger.Notes;

/// <summary>What a log says of itself (C2SP tlog-checkpoint, exactly three lines): origin, size, root.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">RFC 6962 root over them.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    /// <summary>Reads the body of a note; its one form, with the last line feed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        checkpoint = text.Split('\n') is [var origin, var size, var root, ""]
            && origin.Length > 0
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
            && MerkleHash.TryParse(root, out var hash)
            ? new(origin, entries, hash)
            : null;
        if (checkpoint?.ToString() != text)
            checkpoint = null;
        return checkpoint is not null;
    }

    /// <summary>The body of the note, with the last line feed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");
}
