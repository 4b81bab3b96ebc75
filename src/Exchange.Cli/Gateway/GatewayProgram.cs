using System.Runtime.InteropServices;

namespace Exchange.Cli.Gateway;

/// <summary>
/// The gateway's program, which is built and published beside this one. Its classes are never loaded here: it alone
/// holds keys and database.
/// </summary>
internal sealed record GatewayProgram(string FileName, IReadOnlyList<string> LeadingArguments)
{
    private const string Name = "Exchange.Gateway";

    /// <exception cref="CommandFailedException">It is nowhere near this program.</exception>
    public static GatewayProgram Find() => Find(AppContext.BaseDirectory);

    public static GatewayProgram Find(string baseFolder)
    {
        var own = new DirectoryInfo(baseFolder);
        // As built (…/Exchange.Cli/release and …/Exchange.Gateway/release), as published into sibling folders, into one.
        string[] folders =
        [
            Path.Combine(own.FullName, "..", "..", Name, own.Name),
            Path.Combine(own.FullName, "..", Name),
            own.FullName,
        ];
        return folders.Select(Path.GetFullPath).Where(IsProgram).Select(Of).FirstOrDefault() ?? throw new CommandFailedException(
            ExitCode.Failed,
            $"The program {Name} is not beside this one.",
            toDo: $"Build or publish it too, into one of: {string.Join(", ", folders.Select(Path.GetFullPath))}.");
    }

    /// <summary>Everything after the program's own name.</summary>
    public IReadOnlyList<string> Arguments(params IEnumerable<string> arguments) => [.. LeadingArguments, .. arguments];

    // A library that happens to be referenced has no configuration of its own to run with.
    private static bool IsProgram(string folder) =>
        File.Exists(Path.Combine(folder, $"{Name}.dll")) && File.Exists(Path.Combine(folder, $"{Name}.runtimeconfig.json"));

    // The very runtime that runs this program; a self-contained one has no such command, but an executable of its own.
    private static GatewayProgram Of(string folder)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(dotnet)
            ? new(dotnet, ["exec", Path.Combine(folder, $"{Name}.dll")])
            : new(Path.Combine(folder, Name), []);
    }
}
