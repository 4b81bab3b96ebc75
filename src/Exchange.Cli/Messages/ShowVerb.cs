using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Messages;

/// <summary><c>show</c>: one message with its content.</summary>
internal sealed class ShowVerb : Verb
{
    private readonly Argument<Guid> _id = new("ID") { Description = "The message's id." };
    private readonly Option<string?> _sender = SenderOption.Create();

    public ShowVerb(Surroundings surroundings)
        : base(surroundings, "show", "Show one message as it was signed.", "exchange show 019b0c4e-…")
    {
        Arguments.Add(_id);
        Options.Add(_sender);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var message = await client.GetAsync<MessageView>($"api/v1/messages/{invocation.Required(_id)}/content{SenderOption.Query(invocation, _sender)}", cancellation);
        invocation.Answer(message, MessageText.Line(message), message.Message?.ToJsonString(ProtocolJson.Indented) ?? "The content is not here any more.");
    }
}
