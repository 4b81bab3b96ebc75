using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Broker;

/// <summary>The configuration folder of a mailbox broker. Nothing in it is secret.</summary>
/// <param name="Path">Full path of the folder.</param>
internal sealed record BrokerFolder(string Path)
{
    // The broker runs as another user.
    internal const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string Configuration => In("rabbitmq.conf");

    public string Advanced => In("advanced.config");

    public string EnabledPlugins => In("enabled_plugins");

    public string Definitions => In("definitions.json");

    public string Authorities => In("authorities.pem");

    /// <summary>Writes all files, and the revocation lists into the folder that <paramref name="mailbox"/> names.</summary>
    /// <param name="mailbox">Names the files of this folder.</param>
    /// <param name="owner">The owner's card: its authorities, and their lists.</param>
    public void Write(Mailbox mailbox, PartyCard owner)
    {
        var (configuration, advanced, definitions) = (BrokerConfiguration.Of(mailbox), BrokerConfiguration.AdvancedOf(mailbox), BrokerDefinitions.Of(mailbox));
        if (!Directory.Exists(Path))
            File.SetUnixFileMode(Directory.CreateDirectory(Path).FullName, Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        OwnFile.Write(Authorities, owner.Authorities, Readable);
        OwnFile.Write(EnabledPlugins, BrokerConfiguration.EnabledPlugins, Readable);
        OwnFile.Write(Definitions, definitions, Readable);
        OwnFile.Write(Advanced, advanced, Readable);
        OwnFile.Write(Configuration, configuration, Readable);
        RevocationFolder.Write(mailbox.RevocationFolder, owner);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
