using System.Diagnostics;
using System.Globalization;

namespace Exchange.Tests.Sealing;

/// <summary>The command <c>openssl</c>, run in a folder.</summary>
internal static class Openssl
{
    public static void Need() => Requirement.Need("openssl", IsThere(), "There is no openssl command of version 3 or later on the path.");

    /// <summary>Returns what it says; fails the test if it fails.</summary>
    public static string Run(string folder, string arguments)
    {
        TryRun(folder, arguments, out var output, out var errors).ShouldBeTrue(errors);
        return output;
    }

    public static bool TryRun(string folder, string arguments, out string output, out string errors)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEnd();
        output = said.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static bool IsThere()
    {
        try
        {
            return TryRun(Path.GetTempPath(), "version", out var version, out _)
                && version.Split(' ', '.') is ["OpenSSL", var major, ..]
                && int.TryParse(major, CultureInfo.InvariantCulture, out var number)
                && number >= 3;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
