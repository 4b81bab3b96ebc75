using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.Cli.Demo;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>Copies of a home in which nothing can reach a broker: another port, and no grants.</summary>
internal static class CopiedHome
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Home Of(Country country)
    {
        var copy = new Home(Directory.CreateTempSubdirectory("exchange-home-").FullName);
        CopyFiles(country.Party.Home.Folder, copy.Folder, "*.json", "api-key", "passphrase");
        CopyFiles(country.Party.Home.CounterpartsFolder, copy.CounterpartsFolder, "*.party.json");
        CopyFiles(country.Party.Home.TlsFolder, copy.TlsFolder, "*");
        country.Rows.CopyTo(copy.DatabaseFile);
        // After the database, so that the mark is not older than it.
        CopyFiles(country.Party.Home.KeyFolder, copy.KeyFolder, "*");
        var settings = JsonNode.Parse(File.ReadAllText(copy.SettingsFile))!.AsObject();
        settings["Mailbox"]!["Port"] = LoopbackPorts.Free(1)[0];
        settings.Remove("Border");
        File.WriteAllText(copy.SettingsFile, settings.ToJsonString());
        return copy;
    }

    private static void CopyFiles(string from, string to, params string[] patterns)
    {
        Directory.CreateDirectory(to, OwnerOnly | UnixFileMode.UserExecute);
        foreach (var file in patterns.SelectMany(pattern => Directory.EnumerateFiles(from, pattern)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
