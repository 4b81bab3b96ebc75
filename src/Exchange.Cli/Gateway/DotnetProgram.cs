using System.Runtime.InteropServices;

namespace Exchange.Cli.Gateway;

/// <summary>The runtime that runs this program.</summary>
internal static class DotnetProgram
{
    /// <summary>Its command; null in a self-contained program.</summary>
    public static string? FileName { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")) is var dotnet && File.Exists(dotnet) ? dotnet : null;
}
