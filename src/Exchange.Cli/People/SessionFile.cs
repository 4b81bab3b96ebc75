using System.Security.Cryptography;
using System.Text;

namespace Exchange.Cli.People;

/// <summary>
/// The token of a session on this machine, which only its owner can read: in the home of the gateway, or in the user's own folder under a
/// name for each gateway's address, so that a token goes to its own gateway alone.
/// </summary>
internal static class SessionFile
{
    /// <summary>The token; null if nobody has signed in there.</summary>
    public static string? Read(Invocation invocation, GatewayAddress address) =>
        PathOf(invocation, address) is { } path && File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    /// <exception cref="CommandFailedException">There is no folder for it.</exception>
    public static void Write(Invocation invocation, GatewayAddress address, string token)
    {
        var path = PathOf(invocation, address)
            ?? throw new CommandFailedException(
                ExitCode.Usage,
                "There is no folder of yours for the session's token.",
                "The session ends by itself.",
                "Set XDG_CONFIG_HOME or HOME."
            );
        if (address.Home is null)
            OwnFile.CreateFolder(Path.GetDirectoryName(path)!);
        OwnFile.Write(path, token + "\n");
    }

    public static void Remove(Invocation invocation, GatewayAddress address) => File.Delete(PathOf(invocation, address)!);

    private static string? PathOf(Invocation invocation, GatewayAddress address)
    {
        if (address.Home is { } home)
            return home.SessionFile;
        var variable = invocation.Surroundings.Variable;
        var folder =
            variable("XDG_CONFIG_HOME") is { Length: > 0 } config ? config
            : variable("HOME") is { Length: > 0 } user ? Path.Combine(user, ".config")
            : null;
        return folder is null
            ? null
            : Path.Combine(
                folder,
                "exchange",
                $"session-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.Place)))}"
            );
    }
}
