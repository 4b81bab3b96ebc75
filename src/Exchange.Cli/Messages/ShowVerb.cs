using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Messages;

/// <summary><c>show</c>: one message with its content.</summary>
internal sealed class ShowVerb : Verb
{
    private readonly Argument<string> _id = MeantMessage.Argument("The message");
    private readonly Option<string?> _sender = MeantMessage.SenderOption();

    public ShowVerb(Surroundings surroundings)
        : base(surroundings, "show", "Show a message with its content, as it was signed. That it was opened is recorded in the ledger.", "exchange show 019b0c4e-…", "exchange show BGD-MYS-2026-000001")
    {
        Arguments.Add(_id);
        Options.Add(_sender);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var message = await client.GetAsync<MessageView>(meant.Path("/content"), cancellation);
        invocation.Answer(message, [MessageText.Line(message), .. PlainLine.OfJson(message.Message?.ToJsonString(ProtocolJson.Indented) ?? "The content is no longer stored here.")]);
    }
}
