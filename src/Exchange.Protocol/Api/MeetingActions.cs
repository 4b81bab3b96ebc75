using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>The follow-up actions that two parties have agreed at one meeting, as their recap lists them.</summary>
/// <param name="AgreedAt">The meeting; null for actions whose content is no longer stored.</param>
/// <param name="Actions">The earliest due first.</param>
public sealed record MeetingActions(Agreement? AgreedAt, IReadOnlyList<OpenedView<FollowUpActionBody>> Actions)
{
    /// <summary>
    /// The newest meeting first; what belongs to none that is known is last. The order depends on nothing but what both parties have
    /// alike.
    /// </summary>
    public static IReadOnlyList<MeetingActions> Of(IEnumerable<OpenedView<FollowUpActionBody>> actions) =>
        [
            .. actions
                .GroupBy(action => action.Body?.AgreedAt)
                .OrderByDescending(meeting => meeting.Key?.Date)
                .ThenBy(meeting => meeting.Key?.Meeting, StringComparer.Ordinal)
                .ThenBy(meeting => meeting.Key?.Place, StringComparer.Ordinal)
                .Select(meeting => new MeetingActions(
                    meeting.Key,
                    [
                        .. meeting
                            .OrderBy(action => action.Body?.Due)
                            .ThenBy(action => action.Reference, StringComparer.Ordinal)
                            .ThenBy(action => action.ExchangeId),
                    ]
                )),
        ];
}
