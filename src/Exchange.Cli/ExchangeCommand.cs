using System.CommandLine;
using Exchange.Cli.Broker;
using Exchange.Cli.Demo;
using Exchange.Cli.Evidence;
using Exchange.Cli.Gateway;
using Exchange.Cli.Ledger;
using Exchange.Cli.Links;
using Exchange.Cli.Messages;
using Exchange.Cli.Parties;

namespace Exchange.Cli;

/// <summary>The command <c>exchange</c>: every verb it has, in one list.</summary>
internal sealed class ExchangeCommand(Surroundings surroundings)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        // '@' is an ordinary character: a file of arguments would be a second command line, and its lines would be in errors.
        var parsed = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Progress,
            EnableDefaultExceptionHandler = false,
            // The library would end the process two seconds after a signal, whatever still runs.
            ProcessTerminationTimeout = null,
        };
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(configuration, cancellation);
        return (int)new Invocation(parsed, surroundings).Report(new CommandFailedException(
            ExitCode.Usage,
            string.Join(' ', ParseFaults.Of(parsed, arguments)),
            toDo: $"See: {Name(parsed.CommandResult.Command)} --help"));
    }

    private const int AfterAcknowledge = 4;

    internal RootCommand Root()
    {
        var root = new RootCommand("Exchange of intelligence between the police units of two countries.")
        {
            new SubmitVerb(surroundings),
            new InboxVerb(surroundings),
            new ShowVerb(surroundings),
            new AcknowledgeVerb(surroundings),
            new StatusVerb(surroundings),
            new ReceiptVerb(surroundings),
            new Command("party", "Parties: this one and its counterparts.")
            {
                new PartyInitVerb(surroundings),
                new PartyCertifyVerb(surroundings),
                new PartyRenewVerb(surroundings),
                new PartyRevokeVerb(surroundings),
                new PartyShowVerb(surroundings),
                new PartyImportVerb(surroundings),
                new PartyFingerprintVerb(surroundings),
            },
            new Command("mailbox", "Who may deliver where.")
            {
                new MailboxGrantVerb(surroundings),
                new MailboxAcceptVerb(surroundings),
            },
            new Command("link", "Links to counterparts.")
            {
                new LinkShowVerb(surroundings),
                new LinkResumeVerb(surroundings),
                new LinkPingVerb(surroundings),
            },
            new Command("ledger", "The log that neither side can rewrite.")
            {
                new LedgerExportVerb(surroundings),
                new LedgerVerifyVerb(surroundings),
                new ReplayVerb(surroundings),
                new CompareVerb(surroundings),
                new LedgerTrustVerb(surroundings),
                new LedgerRenewVerb(surroundings),
            },
            new Command("evidence", "What proves a message, to a court or an auditor.")
            {
                new EvidenceExportVerb(surroundings),
                new EvidenceVerifyVerb(surroundings),
            },
            new Command("broker", "The mailbox broker of a party.")
            {
                new BrokerDefinitionsVerb(surroundings),
            },
            new Command("gateway", "The gateway of a party.")
            {
                new GatewayRunVerb(surroundings),
            },
            new Command("db", "The gateway's database.")
            {
                new DatabaseMigrateVerb(surroundings),
                new DatabaseRebuildVerb(surroundings),
            },
            new DemoVerb(surroundings),
        };
        foreach (var answer in AnswerVerb.All(surroundings).Reverse())
            root.Subcommands.Insert(AfterAcknowledge, answer);
        root.Options.Add(CommonOptions.Json);
        root.Options.Add(CommonOptions.Home);
        ExampleHelp.AddTo(root);
        return root;
    }

    private static string Name(Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is Command and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
            names.Insert(0, symbol.Name);
        return string.Join(' ', ["exchange", .. names]);
    }
}
