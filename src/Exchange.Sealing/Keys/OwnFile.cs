using System.Runtime.InteropServices;
using System.Text;

namespace Exchange.Sealing.Keys;

/// <summary>Files that this program writes: for their owner alone, whole or not at all, and through no link that somebody has put in their place.</summary>
public static class OwnFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // 077: the bits of the group and of all others.
    private const uint Others = 0x3F;

    /// <summary>
    /// What this process and those it starts create from now on is for their owner alone, whatever umask they were started with:
    /// also what a library creates, such as a database with its write-ahead log.
    /// </summary>
    public static void ShutOthersOut() => _ = SetMask(Others);

    /// <summary>Makes a folder that its owner alone may enter, unless it is there.</summary>
    public static void CreateFolder(string path) => Directory.CreateDirectory(path, Mode | UnixFileMode.UserExecute);

    /// <summary>Writes a new file.</summary>
    /// <exception cref="IOException">It cannot be written, or something is there already, be it a link to nowhere.</exception>
    public static void Create(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, overwrite: false, Mode);

    /// <inheritdoc cref="Create(string, ReadOnlySpan{byte})"/>
    public static void Create(string path, string text) => Create(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file in the place of what is there: a link is replaced and not followed.</summary>
    /// <param name="path">Where.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="mode">Who may read it, if not its owner alone.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode = Mode) => Write(path, bytes, overwrite: true, mode);

    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, UnixFileMode)"/>
    public static void Write(string path, string text, UnixFileMode mode = Mode) => Write(path, Encoding.UTF8.GetBytes(text), mode);

    private static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite, UnixFileMode mode)
    {
        // A name of its own beside the file: what is left of a crash is never taken for the file.
        var part = $"{path}.{Path.GetRandomFileName()}.part";
        try
        {
            using (var stream = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode }))
            {
                stream.Write(bytes);
                File.SetUnixFileMode(stream.SafeFileHandle, mode);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite);
        }
        finally
        {
            File.Delete(part);
        }
    }

    // umask(2): never fails, and gives the former mask.
    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
