using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Messages;

/// <summary><c>inbox</c>: what came in.</summary>
internal sealed class InboxVerb : Verb
{
    private readonly Option<bool> _all = new("--all") { Description = "Also what we have sent." };
    private readonly Option<string?> _counterpart = new("--counterpart") { Description = "Only of this counterpart.", HelpName = "PARTY" };

    public InboxVerb(Surroundings surroundings)
        : base(surroundings, "inbox", "List the newest messages, the newest first.", "exchange inbox", "exchange inbox --counterpart MYS --all --json")
    {
        Options.Add(_all);
        Options.Add(_counterpart);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var query = (invocation.Value(_all) ? "?" : "?outgoing=false&") + (invocation.Value(_counterpart) is { } party ? $"counterpart={Uri.EscapeDataString(party)}" : "");
        var messages = await client.GetAsync<IReadOnlyList<MessageView>>($"api/v1/messages{query}", cancellation);
        if (messages.Count == 0)
            invocation.Say("There are no messages.");
        invocation.Answer(messages, messages.Select(MessageText.Line));
    }
}
