using System.Globalization;
using Exchange.Desk.Api;
using Exchange.Desk.Security;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Pages;

/// <summary>One link: what waits, what cannot be judged yet, its alarms with what proves them, and what an operator can do.</summary>
internal sealed class LinkModel(GatewayApi api, IStringLocalizer<Words> words) : PageModel
{
    /// <summary>The gateway's code for a test that nobody answered.</summary>
    internal const string NoPong = "no-pong";

    public string Party { get; private set; } = "";
    public Section<LinkView> Link { get; private set; } = null!;
    public Section<IReadOnlyList<QueuedView>>? Queue { get; private set; }
    public Section<IReadOnlyList<DeferredView>>? Deferred { get; private set; }

    public Paging AlarmPages { get; private set; } = null!;
    public Paging QueuePages { get; private set; } = null!;
    public Paging DeferredPages { get; private set; } = null!;

    /// <summary>What an action has done.</summary>
    public string? Result { get; private set; }

    /// <summary>True if the connection was tested, and the counterpart did not answer.</summary>
    public bool Unanswered { get; private set; }

    public async Task OnGetAsync(string party)
    {
        Party = party;
        var path = $"api/v1/links/{Uri.EscapeDataString(party)}";
        Link = await api.TryGetAsync<LinkView>(path + Begin("alarms", "before"));
        AlarmPages = Paging.Of(Request, Link.Next, "before", "alarms");
        if (!User.Is(Role.Operator))
            return;
        Queue = await api.TryGetAsync<IReadOnlyList<QueuedView>>($"{path}/queue{Begin("queue", "after")}");
        Deferred = await api.TryGetAsync<IReadOnlyList<DeferredView>>($"{path}/deferred{Begin("deferred", "after")}");
        (QueuePages, DeferredPages) = (
            Paging.Of(Request, Queue.Next, "after", "queue"),
            Paging.Of(Request, Deferred.Next, "after", "deferred")
        );
    }

    private string Begin(string list, string cursor) =>
        Paging.Begin(Request, list) is { } begin ? $"?{cursor}={Uri.EscapeDataString(begin)}" : "";

    public Task OnPostPingAsync(string party) => ActAsync(party, async path =>
        {
            var ping = await api.PostAsync<PingView>($"{path}/ping");
            return words["{0} has answered after {1} ms.", Countries.Party(party), ping.ElapsedMilliseconds.ToString("0", CultureInfo.CurrentCulture)];
        });

    public Task OnPostResendAsync(string party) =>
        ActAsync(party, async path =>
            words["{0} messages without a receipt are sent again.", (await api.PostAsync<ResentView>($"{path}/resend")).Messages]
        );

    public Task OnPostResumeAsync(string party) => ActAsync(party, async path =>
        {
            await api.PostAsync<LinkView>($"{path}/resume");
            return words["The link is resumed. What was deferred is judged now."];
        });

    private async Task ActAsync(string party, Func<string, Task<string>> act)
    {
        try
        {
            Result = await act($"api/v1/links/{Uri.EscapeDataString(party)}");
        }
        catch (GatewayRefusal refusal) when (refusal.Status is not System.Net.HttpStatusCode.Unauthorized)
        {
            (Result, Unanswered) = (words.Say(refusal.At("")), refusal.Code == NoPong);
        }

        await OnGetAsync(party);
    }
}
