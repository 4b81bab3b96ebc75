using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Cli.Parties;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Messages;

/// <summary><c>inbox</c>: lists messages.</summary>
internal sealed class InboxVerb : Verb
{
    private readonly Option<bool> _all = new("--all") { Description = "Include messages that we sent." };
    private readonly Option<long?> _before = PageOption.Create();
    private readonly Option<string?> _counterpart = new("--counterpart") { Description = "Show messages of this counterpart only.", HelpName = "PARTY" };

    public InboxVerb(Surroundings surroundings)
        : base(surroundings, "inbox", "List received messages, the newest first, 200 a page.", "exchange inbox", "exchange inbox --counterpart MYS --all --json")
    {
        Options.Add(_all);
        Options.Add(_counterpart);
        Options.Add(_before);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        string[] query =
        [
            .. invocation.Value(_all) ? Array.Empty<string>() : ["outgoing=false"],
            .. invocation.Value(_counterpart) is { } party ? [$"counterpart={PartyArgument.Parse(party)}"] : Array.Empty<string>(),
            .. PageOption.Query(invocation, _before),
        ];
        var (messages, next) = await client.GetPageAsync<IReadOnlyList<MessageView>>($"api/v1/messages?{string.Join('&', query)}", cancellation);
        if (messages.Count == 0)
            invocation.Say(Nothing(invocation));
        invocation.Answer(messages, messages.Select(MessageText.Line));
        PageOption.SayMore(invocation, next, "older messages");
    }

    private string Nothing(Invocation invocation) =>
        $"There are no {(invocation.Value(_all) ? "" : "received ")}messages{(invocation.Value(_counterpart) is { } party ? $" of {party}" : "")}{(invocation.Value(_before) is { } before ? $" before {before}" : "")}."
        + (invocation.Value(_all) ? "" : " To list those that were sent too, add --all.");
}
