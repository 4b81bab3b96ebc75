using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Cli.Parties;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Links;

/// <summary><c>link resume</c>: the operator's word that a suspended link goes on.</summary>
internal sealed class LinkResumeVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };

    public LinkResumeVerb(Surroundings surroundings)
        : base(
            surroundings,
            "resume",
            "Let a link go on that is suspended because a head of the counterpart's log was not proved. Entered in the log. A fork ends only by a card with a new origin.",
            "exchange link show MYS",
            "exchange link resume MYS") => Arguments.Add(_party);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var party = PartyArgument.Parse(invocation.Required(_party));
        var link = await client.PostAsync<LinkView>($"api/v1/links/{party}/resume", [], Guid.Empty, cancellation);
        invocation.Say($"The link to {party} goes on. What was kept is judged now, as of its arrival.");
        invocation.Answer(link, LinkText.Of(link));
    }
}
