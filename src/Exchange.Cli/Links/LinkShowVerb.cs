using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Cli.Parties;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Links;

/// <summary><c>link show</c>: the state of the links, and their alarms.</summary>
internal sealed class LinkShowVerb : Verb
{
    private readonly Argument<string?> _party = new("PARTY") { Description = "Show one counterpart with its alarms (default: all counterparts without alarms).", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<long?> _before = PageOption.Create();

    public LinkShowVerb(Surroundings surroundings)
        : base(
            surroundings,
            "show",
            "Show the links to counterparts: state, queues, and how far their cosignatures are behind our ledger.",
            "exchange link show",
            "exchange link show MYS --json")
    {
        Arguments.Add(_party);
        Options.Add(_before);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        if (invocation.Value(_party) is { } party)
        {
            var (link, next) = await client.GetPageAsync<LinkView>($"api/v1/links/{PartyArgument.Parse(party)}?{string.Join('&', PageOption.Query(invocation, _before))}", cancellation);
            invocation.Answer(link, LinkText.Of(link));
            PageOption.SayMore(invocation, next, "older alarms");
        }
        else if (invocation.Value(_before) is not null)
        {
            throw new CommandFailedException(ExitCode.Usage, "--before is for the older alarms of one counterpart.", toDo: "Name the counterpart.");
        }
        else
        {
            var links = await client.GetAsync<IReadOnlyList<LinkView>>("api/v1/links", cancellation);
            if (links.Count == 0)
                invocation.Say("No counterpart's card has been imported yet. Import one with: exchange party import");
            invocation.Answer(links, links.SelectMany(LinkText.Of));
        }
    }
}
