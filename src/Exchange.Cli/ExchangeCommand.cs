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
        var root = new RootCommand("Exchange intelligence between the police units of two countries.")
        {
            new SubmitVerb(surroundings),
            new InboxVerb(surroundings),
            new ShowVerb(surroundings),
            new AcknowledgeVerb(surroundings),
            new StatusVerb(surroundings),
            new ReceiptVerb(surroundings),
            new Command("party", "Manage the party's own home and the cards of its counterparts.")
            {
                new PartyInitVerb(surroundings),
                new PartyCertifyVerb(surroundings),
                new PartyRenewVerb(surroundings),
                new PartyRevokeVerb(surroundings),
                new PartyShowVerb(surroundings),
                new PartyImportVerb(surroundings),
                new PartyFingerprintVerb(surroundings),
            },
            new Command("mailbox", "Grant and accept mailboxes.")
            {
                new MailboxGrantVerb(surroundings),
                new MailboxAcceptVerb(surroundings),
            },
            new Command("link", "Show and control the links to counterparts.")
            {
                new LinkShowVerb(surroundings),
                new LinkResumeVerb(surroundings),
                new LinkPingVerb(surroundings),
            },
            new Command("ledger", "Export, verify, replay and compare ledgers.")
            {
                new LedgerExportVerb(surroundings),
                new LedgerVerifyVerb(surroundings),
                new ReplayVerb(surroundings),
                new CompareVerb(surroundings),
                new LedgerTrustVerb(surroundings),
                new LedgerRenewVerb(surroundings),
            },
            new Command("evidence", "Export and verify the evidence of a message.")
            {
                new EvidenceExportVerb(surroundings),
                new EvidenceVerifyVerb(surroundings),
            },
            new Command("broker", "Configure the mailbox broker.")
            {
                new BrokerDefinitionsVerb(surroundings),
            },
            new Command("gateway", "Run the gateway.")
            {
                new GatewayRunVerb(surroundings),
            },
            new Command("db", "Maintain the gateway's database.")
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
