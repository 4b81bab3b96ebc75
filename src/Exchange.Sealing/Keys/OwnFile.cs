using System.Runtime.InteropServices;
using System.Text;

namespace Exchange.Sealing.Keys;

/// <summary>
/// Files that this program writes: only their owner can access them, they are written completely or not at all, and links are not followed.
/// </summary>
public static class OwnFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // 077: the bits of the group and of all others.
    private const uint Others = 0x3F;

    /// <summary>
    /// From now on, only the owner can access what this process and its children create, regardless of the umask at start. This
    /// includes files of libraries, such as a database with its write-ahead log.
    /// </summary>
    public static void SetPrivateUmask() => _ = SetMask(Others);

    /// <summary>Creates a folder that only its owner may enter, unless it exists.</summary>
    public static void CreateFolder(string path) => Directory.CreateDirectory(path, Mode | UnixFileMode.UserExecute);

    /// <summary>Writes a new file.</summary>
    /// <exception cref="IOException">It cannot be written, or the path exists already, even as a dangling link.</exception>
    public static void Create(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, overwrite: false, Mode);

    /// <inheritdoc cref="Create(string, ReadOnlySpan{byte})"/>
    public static void Create(string path, string text) => Create(path, Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Writes or replaces a file; a link is replaced and not followed. Only the owner may read it, unless another mode is given.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode = Mode) => Write(path, bytes, overwrite: true, mode);

    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, UnixFileMode)"/>
    public static void Write(string path, string text, UnixFileMode mode = Mode) => Write(path, Encoding.UTF8.GetBytes(text), mode);

    private static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite, UnixFileMode mode)
    {
        // A temporary name, so that a partial file after a crash is never taken for the file.
        var part = $"{path}.{Path.GetRandomFileName()}.part";
        try
        {
            using (
                var stream = new FileStream(
                    part,
                    new FileStreamOptions
                    {
                        Mode = FileMode.CreateNew,
                        Access = FileAccess.Write,
                        UnixCreateMode = Mode,
                    }
                )
            )
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

    // umask(2): never fails, and returns the former mask.
    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
