using System.Security.Cryptography;

namespace Exchange.Cli.Demo;

/// <summary>The files of a private broker. Nothing of the system's broker is read.</summary>
internal sealed record PrivateBrokerFiles(string Folder)
{
    public string Home => Path.Combine(Folder, "home");

    public string Data => Path.Combine(Folder, "data");

    public string Logs => Path.Combine(Folder, "log");

    public string ProcessId => Path.Combine(Folder, "pid");

    /// <summary>Output of the node before its log is open, and the reason of a failed start.</summary>
    public string Console => Path.Combine(Logs, "console.log");

    public void Create()
    {
        foreach (var folder in new[] { Home, Data, Logs })
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CreateCookie();
    }

    // Who knows the cookie can run code in the node; a cookie made by Erlang can be guessed.
    private void CreateCookie()
    {
        var cookie = Path.Combine(Home, ".erlang.cookie");
        if (File.Exists(cookie))
            return;
        File.WriteAllText(cookie, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
    }
}
