using Exchange.Cli.Parties;

namespace Exchange.Cli.Links;

internal sealed class LinkShowVerb : Verb
{
    private readonly Argument<string?> _party = new("PARTY")
    {
        Description = "Show one counterpart with its alarms (default: all counterparts without alarms).",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<long?> _before = PageOption.Create();

    public LinkShowVerb()
        : base(
            "show",
            "Show the links to counterparts: state, queues, and how far their cosignatures are behind our ledger.",
            "exchange link show",
            "exchange link show MYS --json"
        ) => Take(_party, _before);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        if (invocation.Value(_party) is { } party)
        {
            var (link, next) = await client.GetPageAsync<LinkView>(
                $"api/v1/links/{PartyArgument.Parse(party)}?{string.Join('&', PageOption.Query(invocation, _before))}",
                cancellation
            );
            invocation.Answer(link, LinkText.Of(link));
            PageOption.SayMore(invocation, next, "older alarms");
        }
        else if (invocation.Value(_before) is not null)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                "--before is for the older alarms of one counterpart.",
                toDo: "Name the counterpart."
            );
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

internal sealed class LinkResumeVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };

    public LinkResumeVerb()
        : base(
            "resume",
            "Resume a link that is suspended because a checkpoint of the counterpart's ledger was not proved. Recorded in the "
                + "ledger. A fork ends only with a card that has a new origin.",
            "exchange link show MYS",
            "exchange link resume MYS"
        ) => Take(_party);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var party = PartyArgument.Parse(invocation.Required(_party));
        var link = await client.PostAsync<LinkView>($"api/v1/links/{party}/resume", [], Guid.Empty, cancellation);
        invocation.Say($"The link to {party} is resumed. Deferred messages are judged now, as of their arrival.");
        invocation.Answer(link, LinkText.Of(link));
    }
}

internal sealed class LinkPingVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };

    public LinkPingVerb()
        : base(
            "ping",
            "Check that a counterpart's gateway answers, over both brokers and back. Waits at most 20 s.",
            "exchange link ping MYS"
        ) => Take(_party);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var party = PartyArgument.Parse(invocation.Required(_party));
        var pong = await client.PostAsync<PingView>($"api/v1/links/{party}/ping", [], Guid.Empty, cancellation);
        invocation.Answer(
            pong,
            string.Create(CultureInfo.InvariantCulture, $"{pong.Counterpart} answered in {pong.ElapsedMilliseconds:0} ms")
        );
    }
}

/// <summary>A link as lines of text.</summary>
internal static class LinkText
{
    public static IEnumerable<string> Of(LinkView link) =>
        [
            $"{PartyText.Of(link.Counterpart)}: {(link.Suspended is { } reason ? $"SUSPENDED ({reason}): its case messages are deferred" : "in order")}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"  card serial {link.CardSerial}{(link.HasGrant ? "" : ", no grant for its mailbox yet")}; last pong {(link.LastPong is { } pong ? ProtocolTime.Write(pong) : "none yet")}"
            ),
            .. link.TheirBroker is { } theirs ? [$"  NOT CONNECTED to its broker: {theirs}"] : Array.Empty<string>(),
            .. link.OurBroker is { } ours ? [$"  NOT CONNECTED to our own broker: {ours}"] : Array.Empty<string>(),
            string.Create(
                CultureInfo.InvariantCulture,
                $"  waiting {link.Waiting}{(link.WaitsSince is { } since ? $" (the oldest since {ProtocolTime.Write(since)}; {link.WithoutReceipt} without a receipt)" : "")}, deferred {link.Deferred}, quarantined {link.Quarantined}"
            ),
            Cosigned(link),
            .. (link.Alarms ?? []).SelectMany(Alarm),
        ];

    private static string Cosigned(LinkView link)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"  it has cosigned our ledger up to size {link.CosignedSize}");
        var when = link.CosignedAt is { } at ? $" ({ProtocolTime.Write(at)})" : "";
        return link.BehindSince is { } since
            ? $"{size}{when}; {(link.CosignatureLate ? "LATE: " : "")}later checkpoints wait since {ProtocolTime.Write(since)}"
            : $"{size}{when}; it is not behind";
    }

    private static IEnumerable<string> Alarm(AlarmView alarm) =>
        [$"  alarm {alarm.Alarm} at {ProtocolTime.Write(alarm.At)}", .. Lines("presented", alarm.Presented), .. Lines("held", alarm.Held)];

    // The first three lines of a note: origin, size, root. The signatures are in --json.
    private static IEnumerable<string> Lines(string name, string? note) =>
        note is null ? [] : [$"    {name}: {string.Join("  ", note.Split('\n').Take(3))}"];
}
