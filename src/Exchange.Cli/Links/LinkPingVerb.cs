using System.CommandLine;
using System.Globalization;
using Exchange.Cli.Gateway;
using Exchange.Cli.Parties;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Links;

/// <summary><c>link ping</c>: checks that a counterpart's gateway answers.</summary>
internal sealed class LinkPingVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };

    public LinkPingVerb(Surroundings surroundings)
        : base(surroundings, "ping", "Check that a counterpart's gateway answers, over both brokers and back. Waits at most 20 s.", "exchange link ping MYS") => Arguments.Add(_party);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var party = PartyArgument.Parse(invocation.Required(_party));
        var pong = await client.PostAsync<PingView>($"api/v1/links/{party}/ping", [], Guid.Empty, cancellation);
        invocation.Answer(pong, string.Create(CultureInfo.InvariantCulture, $"{pong.Counterpart} answered in {pong.ElapsedMilliseconds:0} ms"));
    }
}
