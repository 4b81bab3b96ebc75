using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Exchange.Cli.Gateway;

/// <summary>
/// The gateway's program, or the desk's, which is built and published beside this one. Its classes are never loaded here; it alone
/// holds keys and database.
/// </summary>
internal sealed record GatewayProgram(string FileName, IReadOnlyList<string> LeadingArguments)
{
    private const string Name = "Exchange.Gateway";

    /// <exception cref="CommandFailedException">It is not beside this program.</exception>
    public static GatewayProgram Find() => Find(AppContext.BaseDirectory);

    /// <param name="baseFolder">The folder of this program.</param>
    /// <param name="name">The program that is looked for.</param>
    /// <exception cref="CommandFailedException">It is not beside this program.</exception>
    public static GatewayProgram Find(string baseFolder, string name = Name)
    {
        var own = new DirectoryInfo(baseFolder);
        // As built (…/Exchange.Cli/release and …/Exchange.Gateway/release), as published into sibling folders, into one.
        string[] folders = [Path.Combine(own.FullName, "..", "..", name, own.Name), Path.Combine(own.FullName, "..", name), own.FullName];
        return folders.Select(Path.GetFullPath).Where(folder => IsProgram(folder, name)).Select(folder => Of(folder, name)).FirstOrDefault()
            ?? throw new CommandFailedException(
                ExitCode.Failed,
                $"The program {name} is not beside this one.",
                toDo: $"Build or publish it too, into one of: {string.Join(", ", folders.Select(Path.GetFullPath))}."
            );
    }

    /// <summary>Everything after the program's own name.</summary>
    public IReadOnlyList<string> Arguments(params IEnumerable<string> arguments) => [.. LeadingArguments, .. arguments];

    /// <summary>Runs it to its end, without cancellation: it may be writing. Without a passphrase file the environment names it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="passphraseFile">Where the passphrase is.</param>
    /// <param name="progress">Takes what it says before it ends.</param>
    /// <exception cref="CommandFailedException">It failed; with its own message and exit code.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string? passphraseFile = null, Action<string>? progress = null)
    {
        var start = new ProcessStartInfo(FileName, Arguments([.. arguments, "--json"]))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (passphraseFile is not null)
            start.Environment["EXCHANGE_PASSPHRASE_FILE"] = passphraseFile;
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync();
        var said = "";
        while (await program.StandardError.ReadLineAsync() is { } line)
        {
            // Why it failed is an object of JSON, and the last that it says.
            if (progress is not null && said.Length == 0 && !line.StartsWith('{'))
                progress(line);
            else
                said += $"{line}\n";
        }

        await program.WaitForExitAsync();
        return program.ExitCode == 0 ? await output : throw Failure.Read(said, program.ExitCode);
    }

    // A library that happens to be referenced has no configuration of its own to run with.
    private static bool IsProgram(string folder, string name) =>
        File.Exists(Path.Combine(folder, $"{name}.dll")) && File.Exists(Path.Combine(folder, $"{name}.runtimeconfig.json"));

    private static GatewayProgram Of(string folder, string name) =>
        DotnetProgram.FileName is { } dotnet
            ? new(dotnet, ["exec", Path.Combine(folder, $"{name}.dll")])
            : new(Path.Combine(folder, name), []);
}

/// <summary>The runtime that runs this program.</summary>
internal static class DotnetProgram
{
    /// <summary>Its command; null in a self-contained program.</summary>
    public static string? FileName { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")) is var dotnet
        && File.Exists(dotnet)
            ? dotnet
            : null;
}
