using System.CommandLine;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Broker;

/// <summary><c>broker definitions</c>: the mailbox broker's whole configuration, from the cards in the home.</summary>
internal sealed class BrokerDefinitionsVerb : Verb
{
    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for rabbitmq.conf, advanced.config, enabled_plugins, definitions.json and authorities.pem; existing ones are replaced.",
        HelpName = "DIR",
        Required = true,
    };

    public BrokerDefinitionsVerb(Surroundings surroundings)
        : base(
            surroundings,
            "definitions",
            "Write the configuration of the mailbox broker, with one login per counterpart, which may write to its own mailbox and do nothing else.",
            "exchange broker definitions --home /var/lib/exchange --out /etc/rabbitmq",
            "rabbitmqctl import_definitions /etc/rabbitmq/definitions.json   # add a new counterpart to a running broker") =>
        Options.Add(_out);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home;
        var card = home.Card();
        var folder = new BrokerFolder(Path.GetFullPath(invocation.Required(_out)));
        if (new[] { home.Folder, folder.Path, home.RevocationFolder }.FirstOrDefault(path => !BrokerConfiguration.CanName(path)) is { } unsayable)
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"rabbitmq.conf cannot name a file in {unsayable}.", "Nothing was written.", "Use a folder whose path is in ASCII (a to z, digits and the like), without quotes, \\, # and $.");
        }

        PartyName[] counterparts = [.. home.Counterparts().Select(counterpart => counterpart.Party).Distinct()];
        if (counterparts.Contains(card.Party))
        {
            throw new CommandFailedException(
                ExitCode.Refused, $"{card.Party} is among its own counterparts in {home.CounterpartsFolder}.", "Nothing was written.", "Remove that card.");
        }

        folder.Write(new()
        {
            Owner = card.Party,
            Counterparts = counterparts,
            Listen = home.Settings().MailboxListener,
            AuthoritiesFile = folder.Authorities,
            CertificateFile = home.BrokerCertificateFile,
            KeyFile = home.BrokerKeyFile,
            DefinitionsFile = folder.Definitions,
            RevocationFolder = home.RevocationFolder,
        }, card);

        if (counterparts.Length == 0)
            invocation.Say($"No counterpart's card is in {home.CounterpartsFolder} yet, so no counterpart can deliver.");
        invocation.Answer(
            new { party = card.Party.Value, counterparts = counterparts.Select(party => party.Value), folder = folder.Path },
            [folder.Configuration, folder.Advanced, folder.EnabledPlugins, folder.Definitions, folder.Authorities, home.RevocationFolder]);
        return Task.CompletedTask;
    }
}
