using Exchange.Sealing.Keys;

namespace Exchange.Cli.Broker;

/// <summary>The folder that a mailbox broker is configured from. Nothing in it is secret.</summary>
/// <param name="Path">Full path of the folder.</param>
internal sealed record BrokerFolder(string Path)
{
    // The broker has a user of its own.
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string Configuration => In("rabbitmq.conf");

    public string EnabledPlugins => In("enabled_plugins");

    public string Definitions => In("definitions.json");

    public string Authorities => In("authorities.pem");

    /// <summary>Writes all files.</summary>
    /// <param name="mailbox">Names the files of this folder.</param>
    /// <param name="authorities">The owner's own CA certificates (PEM), for <see cref="Authorities"/>.</param>
    public void Write(Mailbox mailbox, string authorities)
    {
        var (configuration, definitions) = (BrokerConfiguration.Of(mailbox), BrokerDefinitions.Of(mailbox));
        if (!Directory.Exists(Path))
            File.SetUnixFileMode(Directory.CreateDirectory(Path).FullName, Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        OwnFile.Write(Authorities, authorities, Readable);
        OwnFile.Write(EnabledPlugins, BrokerConfiguration.EnabledPlugins, Readable);
        OwnFile.Write(Definitions, definitions, Readable);
        OwnFile.Write(Configuration, configuration, Readable);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
