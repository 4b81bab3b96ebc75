using Exchange.Desk.Api;
using Exchange.Desk.Security;

namespace Exchange.Desk.Pages;

/// <summary>One exchange: where it stands, and what happened, the newest first.</summary>
internal sealed class ExchangeModel(GatewayApi api) : PageModel
{
    public ExchangeView Exchange { get; private set; } = null!;
    public IEnumerable<MessageView> Timeline => (Exchange.Messages ?? []).Reverse();

    /// <summary>Our party: the first of a reference is its opener.</summary>
    public string OwnParty => Exchange.Reference.Split('-') is [var opener, var asked, ..] ? Exchange.OpenedByUs ? opener : asked : "";

    public bool MayOpen => User.Is(Role.Officer, Role.Supervisor);

    public async Task OnGetAsync(Guid id, string? counterpart) =>
        Exchange = await api.GetAsync<ExchangeView>($"api/v1/exchanges/{MessageId.Write(id)}{(counterpart is null ? "" : QueryString.Create("counterpart", counterpart))}");

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string counterpart, [FromForm] DateOnly? on)
    {
        var query = QueryString.Create("counterpart", counterpart);
        if (on is { } day)
            query = query.Add("on", ProtocolTime.Write(new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)));
        await api.PostAsync<ExchangeView>($"api/v1/exchanges/{MessageId.Write(id)}/bring-back{query}");
        return RedirectToPage(new { id, counterpart });
    }
}
