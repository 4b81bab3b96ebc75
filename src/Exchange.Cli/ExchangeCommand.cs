using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Exchange.Cli.Broker;
using Exchange.Cli.Demo;
using Exchange.Cli.Evidence;
using Exchange.Cli.Ledger;
using Exchange.Cli.Links;
using Exchange.Cli.Messages;
using Exchange.Cli.Parties;
using Exchange.Cli.People;

namespace Exchange.Cli;

/// <summary>The command <c>exchange</c>: every verb it has, in one list.</summary>
internal sealed class ExchangeCommand(Surroundings surroundings)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        // '@' is an ordinary character: a file of arguments would be a second command line, and its lines would be in errors.
        var parsed = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new Surroundings.Configuration(surroundings), cancellation);
        return (int)
            new Invocation(parsed, surroundings).Report(
                new CommandFailedException(
                    ExitCode.Usage,
                    string.Join(' ', ParseFaults.Of(parsed, arguments)),
                    toDo: $"See: {Name(parsed.CommandResult.Command)} --help"
                )
            );
    }

    private const int AfterAcknowledge = 4;

    internal static RootCommand Root()
    {
        var root = new RootCommand("Exchange intelligence between the police units of two countries.")
        {
            new SubmitVerb(),
            new InboxVerb(),
            new CasesVerb(),
            new ShowVerb(),
            new AcknowledgeVerb(),
            new StatusVerb(),
            new BringBackVerb(),
            new HoldVerb(),
            new LiftHoldVerb(),
            new AssignVerb(),
            new ContactsVerb(),
            new ActionsVerb(),
            new LessonsVerb(),
            new ReceiptVerb(),
            new TemplateVerb(),
            new CheckVerb(),
            new SchemaVerb(),
            new Command("draft", "Write messages that are sent later, and release those of others.")
            {
                new DraftNewVerb(),
                new DraftListVerb(),
                new DraftShowVerb(),
                new DraftEditVerb(),
                new DraftCheckVerb(),
                new DraftSubmitVerb(),
                new DraftOutgoingVerb(),
                new DraftReturnVerb(),
                new DraftReleaseVerb(),
                new DraftDeleteVerb(),
            },
            new EnrolVerb(),
            new LoginVerb(),
            new LogoutVerb(),
            new Command("user", "Manage the people of this gateway.")
            {
                new UserAddVerb(),
                new UserListVerb(),
                new UserSetVerb(),
                new UserDisableVerb(disabled: true),
                new UserDisableVerb(disabled: false),
                new UserEnrolCodeVerb(),
            },
            new Command("key", "Manage the keys of machines.") { new KeyAddVerb(), new KeyListVerb(), new KeyRevokeVerb() },
            new Command("party", "Manage the party's own home and the cards of its counterparts.")
            {
                new PartyInitVerb(),
                new PartyCertifyVerb(),
                new PartyRenewVerb(),
                new PartyLanguagesVerb(),
                new PartyRevokeVerb(),
                new PartyShowVerb(),
                new PartyImportVerb(),
                new PartyFingerprintVerb(),
            },
            new Command("mailbox", "Grant and accept mailboxes.") { new MailboxGrantVerb(), new MailboxAcceptVerb() },
            new Command("link", "Show and control the links to counterparts.")
            {
                new LinkShowVerb(),
                new LinkResumeVerb(),
                new LinkPingVerb(),
                new LinkQueueVerb(),
                new LinkDeferredVerb(),
                new LinkResendVerb(),
            },
            new QuarantineVerb(),
            new CertificatesVerb(),
            new SettingsVerb(),
            new Command("ledger", "Export, verify, replay and compare ledgers.")
            {
                new LedgerExportVerb(),
                new LedgerVerifyVerb(),
                new ReplayVerb(),
                new CompareVerb(),
                new LedgerTrustVerb(),
                new LedgerRenewVerb(),
            },
            new Command("evidence", "Export and verify the evidence of a message.") { new EvidenceExportVerb(), new EvidenceVerifyVerb() },
            new Command("broker", "Configure the mailbox broker.") { new BrokerDefinitionsVerb() },
            new Command("gateway", "Run the gateway.") { new GatewayRunVerb() },
            new Command("db", "Maintain the gateway's database.")
            {
                new DatabaseMigrateVerb(),
                new DatabaseRebuildVerb(),
                new DatabaseCopyVerb(),
            },
            new DemoVerb(),
        };
        foreach (var answer in AnswerVerb.All().Reverse())
            root.Subcommands.Insert(AfterAcknowledge, answer);
        root.Options.Add(CommonOptions.Json);
        root.Options.Add(CommonOptions.Home);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new ExampleHelp((HelpAction)help.Action!);
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

/// <summary><c>--help</c> with the verb's examples after what the library writes.</summary>
internal sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Examples.Count: > 0 } verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }
        return result;
    }
}
