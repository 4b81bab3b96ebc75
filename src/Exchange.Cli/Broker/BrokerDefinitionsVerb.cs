using Exchange.Sealing.Certificates;

namespace Exchange.Cli.Broker;

internal sealed class BrokerDefinitionsVerb : Verb
{
    private readonly Option<string> _out = new("--out")
    {
        Description =
            "Folder for rabbitmq.conf, advanced.config, enabled_plugins, definitions.json and authorities.pem; existing ones are replaced.",
        HelpName = "DIR",
        Required = true,
    };

    public BrokerDefinitionsVerb()
        : base(
            "definitions",
            "Write the configuration of the mailbox broker, with one login per counterpart, which may write to its own mailbox "
                + "and do nothing else.",
            "exchange broker definitions --home /var/lib/exchange --out /etc/rabbitmq",
            "rabbitmqctl import_definitions /etc/rabbitmq/definitions.json   # add a new counterpart to a running broker"
        ) => Take(_out);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home;
        var card = home.Card();
        var folder = new BrokerFolder(Path.GetFullPath(invocation.Required(_out)));
        if (
            new[] { home.Folder, folder.Path, home.RevocationFolder }.FirstOrDefault(path => !BrokerConfiguration.CanName(path)) is
            { } unsayable
        )
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"rabbitmq.conf cannot name a file in {unsayable}.",
                "Nothing was written.",
                "Use a folder whose path is in ASCII (a to z, digits and the like), without quotes, \\, # and $."
            );
        }

        PartyName[] counterparts = [.. home.Counterparts().Select(counterpart => counterpart.Party).Distinct()];
        if (counterparts.Contains(card.Party))
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"{card.Party} is among its own counterparts in {home.CounterpartsFolder}.",
                "Nothing was written.",
                "Remove that card."
            );
        }

        folder.Write(
            new()
            {
                Owner = card.Party,
                Counterparts = counterparts,
                Listen = home.Settings().MailboxListener,
                AuthoritiesFile = folder.Authorities,
                CertificateFile = home.BrokerCertificateFile,
                KeyFile = home.BrokerKeyFile,
                DefinitionsFile = folder.Definitions,
                RevocationFolder = home.RevocationFolder,
            },
            card
        );

        if (counterparts.Length == 0)
            invocation.Say($"No counterpart's card is in {home.CounterpartsFolder} yet, so no counterpart can deliver.");
        invocation.Answer(
            new
            {
                party = card.Party.Value,
                counterparts = counterparts.Select(party => party.Value),
                folder = folder.Path,
            },
            [folder.Configuration, folder.Advanced, folder.EnabledPlugins, folder.Definitions, folder.Authorities, home.RevocationFolder]
        );
        return Task.CompletedTask;
    }
}

/// <summary>The configuration folder of a mailbox broker. Nothing in it is secret.</summary>
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
    public void Write(Mailbox mailbox, PartyCard owner)
    {
        var (configuration, advanced, definitions) = (
            BrokerConfiguration.Of(mailbox),
            BrokerConfiguration.AdvancedOf(mailbox),
            BrokerDefinitions.Of(mailbox)
        );
        if (!Directory.Exists(Path))
        {
            File.SetUnixFileMode(
                Directory.CreateDirectory(Path).FullName,
                Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
            );
        }

        OwnFile.Write(Authorities, owner.Authorities, Readable);
        OwnFile.Write(EnabledPlugins, BrokerConfiguration.EnabledPlugins, Readable);
        OwnFile.Write(Definitions, definitions, Readable);
        OwnFile.Write(Advanced, advanced, Readable);
        OwnFile.Write(Configuration, configuration, Readable);
        RevocationFolder.Write(mailbox.RevocationFolder, owner);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>
/// The folder where the mailbox broker reads its owner's revocation lists at every login: changes apply at
/// once. Without a fresh list nobody can log in. Nothing in it is secret.
/// </summary>
internal static class RevocationFolder
{
    /// <summary>Writes the lists of a card, and deletes others.</summary>
    /// <exception cref="CommandFailedException">The folder cannot be written; the broker then uses the lists that it has.</exception>
    public static void Write(string folder, PartyCard owner)
    {
        try
        {
            Directory.CreateDirectory(folder);
            // A folder that others may enter is for a broker that runs as another user.
            var mode =
                (File.GetUnixFileMode(folder) & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0
                    ? UnixFileMode.UserRead | UnixFileMode.UserWrite
                    : BrokerFolder.Readable;
            var files = owner.RevocationFiles();
            foreach (var (name, pem) in files)
                OwnFile.Write(Path.Combine(folder, name), pem, mode);
            foreach (var other in Directory.EnumerateFiles(folder, "????????.r*").Where(file => !files.ContainsKey(Path.GetFileName(file))))
                File.Delete(other);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException(
                ExitCode.Failed,
                $"The broker's revocation lists in {folder} could not be written: {exception.Message}",
                $"The list itself is in the card of {owner.Party}; the broker uses the former one.",
                "Let this user write to that folder (Mailbox:RevocationFolder in gateway.json), and repeat the command."
            );
        }
    }
}
