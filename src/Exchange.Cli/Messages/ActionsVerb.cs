using Exchange.Cli.Parties;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Cli.Messages;

internal sealed class ActionsVerb : Verb
{
    private readonly Option<string?> _counterpart = new("--counterpart")
    {
        Description = "Show actions agreed with this counterpart only.",
        HelpName = "PARTY",
    };
    private readonly Option<string?> _status = new("--status")
    {
        Description = $"Show actions of this status: {CodeNames<ActionStatus>.All}.",
        HelpName = "STATUS",
    };
    private readonly Option<bool> _recap = new("--recap")
    {
        Description = "Write them in full, to print for the next meeting. Both sides get the same text.",
    };

    public ActionsVerb()
        : base(
            "actions",
            "List all follow-up actions that both sides have, the earliest due first. That they were opened is recorded in the ledger.",
            "exchange actions --counterpart MYS --status open",
            "exchange actions --counterpart MYS --recap"
        ) => Take(_counterpart, _status, _recap);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        (string Name, string? Value)[] query =
        [
            ("counterpart", invocation.Value(_counterpart) is { } party ? $"{PartyArgument.Parse(party)}" : null),
            ("status", invocation.Value(_status)),
        ];
        var text = string.Join(
            '&',
            query.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}")
        );
        var all = new List<OpenedView<FollowUpActionBody>>();
        for (string? next = $"api/v1/actions?{text}"; next is not null;)
        {
            (var page, next) = await client.GetPageAsync<IReadOnlyList<OpenedView<FollowUpActionBody>>>(next, cancellation);
            all.AddRange(page);
        }

        if (all.Count == 0)
            invocation.Say("There are no such actions.");
        // A recap that is printed without this sentence would pass for whole.
        if (invocation.Value(_recap))
        {
            var recap = Recap.Ordered(all);
            invocation.Answer(
                recap.SelectMany(pair => pair.Meetings.SelectMany(meeting => meeting.Actions)),
                [.. Recap.Of(recap), .. client.HasWithheld ? [ContentText.Withheld] : Array.Empty<string>()]
            );
        }
        else
        {
            var ordered = all.OrderBy(action => action.Body?.Due).ThenBy(action => action.Reference, StringComparer.Ordinal).ToList();
            invocation.Answer(ordered, ordered.Select(Line));
        }

        ContentText.SayWithheld(invocation, client);
    }

    private static string Line(OpenedView<FollowUpActionBody> action) =>
        action.Body is not { } body
            ? $"{action.Reference}  {ContentText.Gone}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{body.Due:yyyy-MM-dd}  {CodeNames<ActionStatus>.Write(body.Status),-11}  {action.Reference}  {body.Owner}, "
                    + $"{body.Unit}: {body.Text.Split('\n')[0]}"
            );
}

/// <summary>
/// The follow-up actions of two parties as a text for their next meeting, by the meeting at which they were agreed. It says only what both
/// sides have alike, in an order that is the same on both, so that both print the same.
/// </summary>
internal static class Recap
{
    public static IReadOnlyList<(string Parties, IReadOnlyList<MeetingActions> Meetings)> Ordered(
        IEnumerable<OpenedView<FollowUpActionBody>> actions
    ) => [.. actions.GroupBy(Parties).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, MeetingActions.Of(pair)))];

    public static IEnumerable<string> Of(IEnumerable<(string Parties, IReadOnlyList<MeetingActions> Meetings)> recap) =>
        recap.SelectMany(pair => pair.Meetings.SelectMany(Lines).Prepend("").Prepend($"Follow-up actions of {pair.Parties}"));

    private static IEnumerable<string> Lines(MeetingActions meeting) =>
        [
            meeting.AgreedAt is { } agreed
                ? string.Create(CultureInfo.InvariantCulture, $"Agreed: {agreed.Meeting}, {agreed.Place}, {agreed.Date:yyyy-MM-dd}")
                : "Agreed at meetings that are not known here",
            "",
            .. meeting.Actions.SelectMany((action, index) => Lines(action, index + 1)),
        ];

    private static IEnumerable<string> Lines(OpenedView<FollowUpActionBody> action, int number)
    {
        if (action.Body is not { } body)
            return [string.Create(CultureInfo.InvariantCulture, $"{number}. {action.Reference}: {ContentText.Gone}"), ""];
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{number}. {action.Reference}: {CodeNames<ActionStatus>.Write(body.Status)}, due {body.Due:yyyy-MM-dd}"
            ),
            $"   Owner: {body.Owner}, {body.Unit}",
            .. ContentText.Indented("   ", body.Text),
            .. body.Outcome is null ? [] : ContentText.Indented("   ", $"Outcome: {body.Outcome}"),
            "",
        ];
    }

    private static string Parties(OpenedView<FollowUpActionBody> action) =>
        string.Join(" and ", new[] { action.Sender, action.Recipient }.Order(StringComparer.Ordinal));
}
