using System.Runtime.InteropServices;

namespace Exchange.Cli.Gateway;

/// <summary>The very runtime that runs this program, wherever it lies.</summary>
internal static class DotnetProgram
{
    /// <summary>Its command; null in a program that has its runtime within.</summary>
    public static string? FileName { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")) is var dotnet && File.Exists(dotnet) ? dotnet : null;
}
