using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>One exchange, step by step, for auditors: each step with its entry, its proof and the verdict on it.</summary>
internal sealed class ReplayModel(GatewayApi api, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Counterpart { get; set; }

    public ReplayView Replay { get; private set; } = null!;

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public DateTimeOffset VerifiedAt { get; private set; }
    public ReplayStepView Step => Replay.Steps[Number - 1];

    /// <summary>The parties whose times are shown.</summary>
    public IEnumerable<string> Parties => Replay.Steps.Select(step => step.From).OfType<string>().Append(Replay.Counterpart).Distinct();

    public string PathTo(int step) =>
        $"/cases/{MessageId.Write(Id)}/replay{QueryString.Create("counterpart", Replay.Counterpart).Add("step", step.ToString(System.Globalization.CultureInfo.InvariantCulture))}";

    /// <param name="step">A number beyond the last step shows the last one.</param>
    public async Task OnGetAsync(int step = 1)
    {
        Replay = await api.GetAsync<ReplayView>(
            $"api/v1/exchanges/{MessageId.Write(Id)}/replay{(Counterpart is null ? "" : QueryString.Create("counterpart", Counterpart))}"
        );
        (Number, VerifiedAt) = (Math.Clamp(step, 1, Replay.Steps.Count), clock.GetUtcNow());
    }

    /// <summary>The evidence of one message, without what it says.</summary>
    public async Task<IActionResult> OnPostEvidenceAsync([FromForm] Guid message, [FromForm] string sender) =>
        File(
            await api.PostForFileAsync(
                $"api/v1/messages/{MessageId.Write(message)}/evidence{QueryString.Create("content", "false").Add("sender", sender)}"
            ),
            "application/zip",
            $"{MessageId.Write(message)}.zip"
        );
}
