using System.Globalization;
using Exchange.Desk.Api;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Pages;

/// <summary>How it stands with each counterpart, in plain words, and what to do.</summary>
internal sealed class LinksModel(GatewayApi api, IStringLocalizer<Words> words) : PageModel
{
    public IReadOnlyList<LinkView> Links { get; private set; } = [];
    public string? Tested { get; private set; }
    public string? Result { get; private set; }

    /// <summary>True if the one that was tested did not answer.</summary>
    public bool Unanswered { get; private set; }

    public async Task OnGetAsync() => Links = await api.GetAsync<IReadOnlyList<LinkView>>("api/v1/links");

    public async Task<IActionResult> OnPostAsync([FromForm] string? party)
    {
        if (party is null)
            return BadRequest();
        Tested = party;
        try
        {
            var ping = await api.PostAsync<PingView>($"api/v1/links/{Uri.EscapeDataString(party)}/ping");
            var elapsed = ping.ElapsedMilliseconds.ToString("0", CultureInfo.CurrentCulture);
            Result = words["{0} has answered after {1} ms.", Countries.Party(party), elapsed];
        }
        catch (GatewayRefusal refusal)
        {
            (Result, Unanswered) = (words.Say(refusal.At("")), refusal.Code == LinkModel.NoPong);
        }

        await OnGetAsync();
        return Page();
    }
}
