using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Messages;

/// <summary><c>status</c>: where an exchange stands.</summary>
internal sealed class StatusVerb : Verb
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the exchange, or of a message in it." };
    private readonly Option<string?> _sender = SenderOption.Create();

    public StatusVerb(Surroundings surroundings)
        : base(surroundings, "status", "Show where an exchange stands, and each of its messages.", "exchange status 019b0c4e-…")
    {
        Arguments.Add(_id);
        Options.Add(_sender);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var message = await client.GetAsync<MessageView>($"api/v1/messages/{invocation.Required(_id)}{SenderOption.Query(invocation, _sender)}", cancellation);
        var exchange = await client.GetAsync<ExchangeView>($"api/v1/exchanges/{message.ExchangeId}?counterpart={message.Counterpart}", cancellation);
        IEnumerable<string> earlier = exchange.HasEarlierMessages == true ? [$"  … {exchange.State.Messages} messages in all; the newest are:"] : [];
        invocation.Answer(exchange, [Summary(exchange, invocation.Surroundings.Time.Now()), .. earlier, .. (exchange.Messages ?? []).Select(item => "  " + MessageText.Line(item))]);
    }

    private static string Summary(ExchangeView exchange, DateTimeOffset now)
    {
        var state = exchange.State;
        var due = state.DueAt is { } at ? $", due {ProtocolTime.Write(at)}{(ExchangeLife.IsOverdue(state.Status, at, now) ? " (overdue)" : "")}" : "";
        return $"{exchange.Reference} with {exchange.Counterpart}: {CodeNames<ExchangeStatus>.Write(state.Status)}{due}";
    }
}
