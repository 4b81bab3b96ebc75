using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Cli.Parties;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Links;

/// <summary><c>link resume</c>: operator confirmation that a suspended link may be used again.</summary>
internal sealed class LinkResumeVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };

    public LinkResumeVerb(Surroundings surroundings)
        : base(
            surroundings,
            "resume",
            "Resume a link that is suspended because a checkpoint of the counterpart's ledger was not proved. Recorded in the ledger. A fork ends only with a card that has a new origin.",
            "exchange link show MYS",
            "exchange link resume MYS") => Arguments.Add(_party);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var party = PartyArgument.Parse(invocation.Required(_party));
        var link = await client.PostAsync<LinkView>($"api/v1/links/{party}/resume", [], Guid.Empty, cancellation);
        invocation.Say($"The link to {party} is resumed. Deferred messages are judged now, as of their arrival.");
        invocation.Answer(link, LinkText.Of(link));
    }
}
