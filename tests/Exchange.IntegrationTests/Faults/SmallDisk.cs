using System.Diagnostics;
using Exchange.Tests;

namespace Exchange.IntegrationTests.Faults;

/// <summary>A file system of its own that can be filled to the last byte. Where this user may not mount one, it is a folder.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Size = "512m";

    private readonly string _folder;

    private SmallDisk(string folder, bool isMounted) => (_folder, IsMounted) = (folder, isMounted);

    public bool IsMounted { get; }

    private string Ballast => Path.Combine(_folder, "ballast");

    public static async Task<SmallDisk> MakeAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        return new(folder, await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size},mode=0700", "tmpfs", folder) == 0);
    }

    public void RequireMounted() => Requirement.Need("mount", IsMounted, "This user may not mount a file system that could be filled.");

    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>Leaves not one free byte.</summary>
    public void Fill()
    {
        // Without a buffer, as its last write would fail outside the loop.
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var bytes = new byte[1024 * 1024];
        for (var size = bytes.Length; size > 0;)
        {
            try
            {
                ballast.Write(bytes.AsSpan(0, size));
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Free() => System.IO.File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        if (IsMounted)
            (await RunAsync("umount", _folder)).ShouldBe(0);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await run.WaitForExitAsync();
        return run.ExitCode;
    }
}
