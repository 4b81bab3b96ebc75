using System.Globalization;

namespace Exchange.IntegrationTests.Demo;

/// <summary>The processes that have a folder in their command line or environment: brokers, gateways, epmd and their shells.</summary>
internal static class FolderProcesses
{
    public static IReadOnlyList<int> Of(string folder) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(process => Mentions(process, "cmdline", folder) || Mentions(process, "environ", folder))
                .Select(IdOf)
                .Where(id => id != 0 && id != Environment.ProcessId),
        ];

    /// <summary>One of them that runs a program of this name.</summary>
    public static int Find(string folder, string program) => Of(folder).FirstOrDefault(id => Mentions($"/proc/{id}", "comm", program));

    // One that has ended and that nobody has asked for its exit code yet has no command line any more.
    public static bool HasEnded(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Length == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static int IdOf(string process) => int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static bool Mentions(string process, string file, string text)
    {
        try
        {
            return IdOf(process) != 0 && File.ReadAllText(Path.Combine(process, file)).Contains(text, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
