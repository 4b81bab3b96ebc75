using System.Security.Cryptography;

namespace Exchange.Cli.Demo;

/// <summary>Where a private broker keeps what it writes. The folders are the node's own; nothing of a system broker's is read.</summary>
internal sealed record PrivateBrokerFiles(string Folder)
{
    public string Home => Path.Combine(Folder, "home");

    public string Data => Path.Combine(Folder, "data");

    public string Logs => Path.Combine(Folder, "log");

    public string ProcessId => Path.Combine(Folder, "pid");

    /// <summary>What the node says before its log is open, and why a start failed.</summary>
    public string Console => Path.Combine(Logs, "console.log");

    public void Create()
    {
        foreach (var folder in new[] { Home, Data, Logs })
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CreateCookie();
    }

    // Who knows the cookie may run code in the node; what Erlang would make itself is guessable.
    private void CreateCookie()
    {
        var cookie = Path.Combine(Home, ".erlang.cookie");
        if (File.Exists(cookie))
            return;
        File.WriteAllText(cookie, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
    }
}
