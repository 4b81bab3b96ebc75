using System.Globalization;
using System.Text;
using Exchange.Protocol;

namespace Exchange.Sealing.Keys;

/// <summary>
/// The newest signed size and root of a party's log, with its origin, kept beside its keys and apart from its database (border protocol,
/// section 8): a restored database is noticed before it signs. A mark that a crash left behind is older than the log, and so
/// still true of it; therefore the folder itself need not be flushed.
/// </summary>
public sealed class LedgerMark(string path)
{
    private const string Heading = "exchange ledger mark 1";

    /// <summary>Replaces the mark, durably.</summary>
    /// <param name="origin">Name of the log: one line.</param>
    /// <param name="size">Entries.</param>
    /// <param name="root">32 bytes.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(string origin, long size, ReadOnlySpan<byte> root)
    {
        var lines = string.Create(CultureInfo.InvariantCulture, $"{Heading}\n{origin}\n{size}\n{Convert.ToBase64String(root)}\n");
        var fresh = path + ".new";
        using (var handle = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, Encoding.UTF8.GetBytes(lines + Digest.Of(Encoding.UTF8.GetBytes(lines)) + "\n"), 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>The mark, or null if there is none.</summary>
    /// <exception cref="KeyStoreException">The file is damaged.</exception>
    public (string Origin, long Size, byte[] Root)? Read()
    {
        if (!File.Exists(path))
            return null;
        var text = File.ReadAllText(path);
        var lines = text.Split('\n');
        var signed = string.Concat(lines.Take(4).Select(line => line + "\n"));
        if (lines is [Heading, var origin, var size, var root, var digest, ""] && digest == Digest.Of(Encoding.UTF8.GetBytes(signed)).ToString())
            return (origin, long.Parse(size, CultureInfo.InvariantCulture), Convert.FromBase64String(root));
        throw new KeyStoreException($"The ledger's mark {path} is damaged. Restore it from the backup of the keys.");
    }
}
