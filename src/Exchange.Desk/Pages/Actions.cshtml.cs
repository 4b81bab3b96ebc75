using Exchange.Desk.Api;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Pages;

/// <summary>What both sides have agreed to do, as its owner reported it last: the recap for the next meeting.</summary>
internal sealed class ActionsModel(GatewayApi api) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    /// <summary>Those of one page, by the meeting at which they were agreed.</summary>
    public IReadOnlyList<MeetingActions> Meetings { get; private set; } = [];
    public Paging Paging { get; private set; } = null!;

    /// <summary>True if the list leaves out what the person may not see.</summary>
    public bool IsWithheld => api.HasWithheld;

    public async Task OnGetAsync()
    {
        var query = QueryString.Create(
            new KeyValuePair<string, string?>[] { new("status", Status), new("before", Paging.Begin(Request)) }.Where(pair =>
                pair.Value is { Length: > 0 }
            )
        );
        var (actions, next) = await api.GetPageAsync<IReadOnlyList<OpenedView<FollowUpActionBody>>>($"api/v1/actions{query}");
        Meetings = MeetingActions.Of(actions);
        Paging = Paging.Of(Request, next, "before");
    }
}
