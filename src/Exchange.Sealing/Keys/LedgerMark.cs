using System.Globalization;
using System.Text;

namespace Exchange.Sealing.Keys;

/// <summary>
/// The newest signed size and root of a party's ledger, with its origin, stored with the keys and apart from the database (border protocol,
/// section 8), so that a restored database is detected before it signs. After a crash the mark may be older than the ledger, which
/// is still consistent; therefore the folder itself need not be flushed.
/// </summary>
public sealed class LedgerMark(string path)
{
    private const string Heading = "exchange ledger mark 1";

    /// <summary>Replaces the mark, durably. The origin is one line; the root has 32 bytes.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
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
        if (
            lines is [Heading, var origin, var size, var root, var digest, ""]
            && digest == Digest.Of(Encoding.UTF8.GetBytes(signed)).ToString()
        )
        {
            return (origin, long.Parse(size, CultureInfo.InvariantCulture), Convert.FromBase64String(root));
        }

        throw new KeyStoreException($"The ledger's mark {path} is damaged. Restore it from the backup of the keys.");
    }
}
