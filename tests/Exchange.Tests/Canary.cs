using System.Security.Cryptography;
using System.Text;

namespace Exchange.Tests;

/// <summary>A text that exists nowhere else, and every form in which it could lie in a file.</summary>
internal sealed class Canary
{
    private readonly List<byte[]> _forms;

    public Canary(string text)
    {
        Text = text;
        var utf8 = Encoding.UTF8.GetBytes(text);
        _forms =
        [
            utf8,
            Encoding.Unicode.GetBytes(text),
            Encoding.BigEndianUnicode.GetBytes(text),
            Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)),
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)),
            .. Enumerable.Range(0, 3).Select(before => Base64(utf8, before)),
        ];
    }

    public string Text { get; }

    public IReadOnlyList<byte[]> Forms => _forms;

    public static Canary New() => new("canary" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)));

    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        foreach (var form in _forms)
        {
            if (bytes.IndexOf(form) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>The files under a folder in which it is.</summary>
    public IReadOnlyList<string> FilesIn(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => IsIn(Read(file)))
                .Select(file => Path.GetRelativePath(folder, file)),
        ];

    // As it stands inside a longer text that begins so many bytes before it: without the characters that the neighbours share.
    private static byte[] Base64(byte[] utf8, int before)
    {
        var whole = Convert.ToBase64String([.. new byte[before], .. utf8]);
        var (first, bits) = (before == 0 ? 0 : before + 1, (before + utf8.Length) * 8);
        return Encoding.ASCII.GetBytes(whole[first..(bits / 6)]);
    }

    // The gateways and the brokers go on writing; files of a broker come and go.
    private static byte[] Read(string file)
    {
        try
        {
            // The lock of a home is held by its gateway, and empty.
            if (new FileInfo(file).Length == 0)
                return [];
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
