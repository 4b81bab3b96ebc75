using System.CommandLine;
using Exchange.Cli.Broker;
using Exchange.Cli.Gateway;

namespace Exchange.Cli;

/// <summary>The command <c>exchange</c>: every verb it has, in one list.</summary>
internal sealed class ExchangeCommand(Surroundings surroundings)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Root().Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Progress,
            EnableDefaultExceptionHandler = false,
        };
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(configuration);
        return (int)new Invocation(parsed, surroundings).Report(new CommandFailedException(
            ExitCode.Usage,
            string.Join(' ', parsed.Errors.Select(error => error.Message)),
            toDo: $"See: {Name(parsed.CommandResult.Command)} --help"));
    }

    private RootCommand Root()
    {
        var root = new RootCommand("Exchange of intelligence between the police units of two countries.")
        {
            new Command("broker", "The mailbox broker of a party.")
            {
                new BrokerDefinitionsVerb(surroundings),
            },
            new Command("gateway", "The gateway of a party.")
            {
                new GatewayRunVerb(surroundings),
            },
        };
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
