using System.Runtime.InteropServices;

namespace Exchange.Cli.Gateway;

/// <summary>
/// Becomes another program, in the same process: signals, exit code, terminal and what a supervisor knows of the
/// process are that program's from then on, with nothing in between that would have to forward them.
/// </summary>
internal static class ProcessReplacement
{
    /// <summary>Returns only if it failed.</summary>
    /// <exception cref="CommandFailedException">The program cannot be run.</exception>
    public static void Become(string fileName, IEnumerable<string> arguments)
    {
        _ = Execute(fileName, [fileName, .. arguments, null]);
        throw new CommandFailedException(
            ExitCode.Failed, $"{fileName} could not be run: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    // execv(3): the array ends with a null; the environment stays. LPStr is UTF-8 on Unix.
    [DllImport("libc", EntryPoint = "execv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(
        [MarshalAs(UnmanagedType.LPStr)] string fileName,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments);
}
