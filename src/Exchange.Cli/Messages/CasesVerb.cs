using System.Text.RegularExpressions;
using Exchange.Cli.Parties;
using Exchange.Protocol.Life;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Cli.Messages;

internal sealed partial class CasesVerb : Verb
{
    private readonly Option<string?> _counterpart = new("--counterpart")
    {
        Description = "Show exchanges with this counterpart only.",
        HelpName = "PARTY",
    };
    private readonly Option<string?> _kind = new("--kind")
    {
        Description = "Show exchanges that a message of this kind opened.",
        HelpName = "KIND",
    };
    private readonly Option<string?> _status = new("--status") { Description = "Show exchanges of this status.", HelpName = "STATUS" };
    private readonly Option<string?> _unit = new("--unit")
    {
        Description = "Show exchanges that are assigned to this unit of ours.",
        HelpName = "UNIT",
    };
    private readonly Option<bool> _mine = new("--mine") { Description = "Show open exchanges that are assigned to you." };
    private readonly Option<bool> _unassigned = new("--unassigned") { Description = "Show open exchanges that are assigned to no unit." };
    private readonly Option<bool> _held = new("--held") { Description = "Show exchanges on hold, whose content is kept beyond its date." };
    private readonly Option<bool> _ours = new("--ours") { Description = "Show exchanges in which we must act next." };
    private readonly Option<bool> _overdue = new("--overdue") { Description = "Show exchanges whose answer is late, the latest first." };
    private readonly Option<string?> _reference = new("--reference")
    {
        Description = "Show the exchange with this reference.",
        HelpName = "REFERENCE",
    };
    private readonly Option<string?> _dueBefore = new("--due-before")
    {
        Description = "Show exchanges whose answer is due before this day or time (UTC), the earliest first.",
        HelpName = "TIME",
    };
    private readonly Option<bool> _broughtBack = new("--brought-back")
    {
        Description = "Show exchanges that were to be brought back by now, the earliest first.",
    };
    private readonly Option<string?> _before = new("--before")
    {
        Description = "Show the next page. The page before says which time to give.",
        HelpName = "TIME",
    };

    public CasesVerb()
        : base(
            "cases",
            "List exchanges with their status and due time, the newest first, about 200 a page.",
            "exchange cases --ours",
            "exchange cases --overdue --counterpart MYS",
            "exchange cases --kind request --status delivered",
            "exchange cases --due-before 2026-11-30",
            "exchange cases --brought-back",
            "exchange cases --unassigned",
            "exchange cases --unit CID"
        ) =>
        Take(
            _counterpart,
            _reference,
            _kind,
            _status,
            _unit,
            _mine,
            _unassigned,
            _held,
            _ours,
            _overdue,
            _dueBefore,
            _broughtBack,
            _before
        );

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var now = invocation.Surroundings.Time.Now();
        string[] queues =
        [
            .. new[] { (Option: _mine, Queue: "mine"), (Option: _unassigned, Queue: "unassigned"), (Option: _held, Queue: "held") }
                .Where(one => invocation.Value(one.Option))
                .Select(one => one.Queue),
        ];
        if (queues.Length > 1)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                "These are lists of their own.",
                toDo: "Give one of --mine, --unassigned and --held."
            );
        }

        var isBroughtBack = invocation.Value(_broughtBack);
        var dueBefore = invocation.Value(_overdue) ? ProtocolTime.Write(now) : TimeOf(invocation.Value(_dueBefore));
        (string Name, string? Value)[] query =
        [
            ("counterpart", invocation.Value(_counterpart) is { } party ? $"{PartyArgument.Parse(party)}" : null),
            ("reference", invocation.Value(_reference)),
            ("kind", invocation.Value(_kind)),
            ("status", invocation.Value(_status)),
            ("unit", invocation.Value(_unit)),
            ("queue", queues.FirstOrDefault()),
            ("ourTurn", invocation.Value(_ours) ? "true" : null),
            ("dueBefore", dueBefore),
            ("bringBackBefore", isBroughtBack ? ProtocolTime.Write(now) : null),
            (
                isBroughtBack ? "bringBackAfter"
                : dueBefore is not null ? "dueAfter"
                : "before",
                invocation.Value(_before)
            ),
        ];
        var text = string.Join(
            '&',
            query.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}")
        );
        var (exchanges, next) = await client.GetPageAsync<IReadOnlyList<ExchangeView>>($"api/v1/exchanges?{text}", cancellation);
        if (exchanges.Count == 0)
            invocation.Say("There are no such exchanges.");
        invocation.Answer(
            exchanges,
            exchanges.Select(exchange => $"{exchange.State.Kind,-24}{CaseText.Summary(exchange, now)}{Turn(exchange.State.OurTurn)}")
        );
        if (client.HasWithheld)
            invocation.Say("Exchanges of units other than yours are not listed.");
        if (next is not null)
        {
            invocation.Say(
                "There are more exchanges. To see them, repeat the command with: --before "
                    + $"{Uri.UnescapeDataString(Cursor().Match(next).Groups[1].Value)}"
            );
        }
    }

    // What is neither a day nor a time, the gateway refuses.
    private static string? TimeOf(string? text) => ProtocolTime.DayOrTime(text) is { } time ? ProtocolTime.Write(time) : text;

    private static string Turn(bool? ours) =>
        ours switch
        {
            true => ", we must act",
            false => ", the counterpart must act",
            null => "",
        };

    [GeneratedRegex("[?&](?:before|dueAfter|bringBackAfter)=([^&>]+)")]
    private static partial Regex Cursor();
}

/// <summary>Exchanges as lines of text.</summary>
internal static class CaseText
{
    public static string Summary(ExchangeView exchange, DateTimeOffset now)
    {
        var state = exchange.State;
        return $"{exchange.Reference} with {PartyText.Of(exchange.Counterpart)}: {CodeNames<ExchangeStatus>.Write(state.Status)}{Outcome(state)}{Assigned(exchange)}{Due(state, now)}{BringBack(exchange.BringBackAt, now)}{Hold(exchange.Hold)}";
    }

    private static string Hold(HoldReason? reason) => reason is { } why ? $", on hold ({CodeNames<HoldReason>.Write(why)})" : "";

    private static string Outcome(ExchangeStateView state) =>
        state.Outcome is { } outcome ? $" ({CodeNames<FeedbackOutcome>.Write(outcome)})" : "";

    private static string Assigned(ExchangeView exchange) =>
        exchange.Unit is not { } unit ? ""
        : exchange.Officer is { } officer ? $", assigned to {officer} of {unit}"
        : $", assigned to {unit}";

    private static string BringBack(DateTimeOffset? at, DateTimeOffset now) =>
        at is not { } time ? ""
        : time <= now ? $", brought back since {ProtocolTime.Write(time)}"
        : $", to be brought back at {ProtocolTime.Write(time)}";

    private static string Due(ExchangeStateView state, DateTimeOffset now) =>
        state switch
        {
            // What is answered or closed waits for nothing.
            { OurTurn: null } => "",
            { DueAt: { } at } =>
                $", due {ProtocolTime.Write(at)}{(ExchangeLife.IsOverdue(state.Status, at, now) ? " (overdue)" : "")}{(state.Extended ? " (extended)" : "")}",
            { Stopped: true } => ", the clock stands still",
            _ => "",
        };
}
