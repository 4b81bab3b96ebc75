using System.Globalization;
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
    public ReplayStepView Step => Replay.Steps[Number - Replay.First];

    /// <summary>Number of the last step that is shown.</summary>
    public int Last => Replay.First + Replay.Steps.Count - 1;

    /// <summary>Number of the first of these steps that is not proved; null for none.</summary>
    public int? Unproved =>
        Replay.Steps.Index().Where(step => !IsProved(step.Item)).Select(step => (int?)(Replay.First + step.Index)).FirstOrDefault();

    public static bool IsProved(ReplayStepView step) => step.IsIncluded && step.Receipt is null or ReplayStepView.Proved;

    /// <summary>Why the counterpart's entry is not proved, by the gateway's code; null where it is.</summary>
    public static string? WhyNot(string verdict) =>
        verdict switch
        {
            ReplayStepView.Proved => null,
            "no-receipt" => "No receipt is stored here, or no checkpoint for it.",
            "head-not-signed" => "The checkpoint is not signed by both keys of the counterpart's ledger.",
            "not-included" => "It is not included under the checkpoint of its ledger.",
            "another-message" => "It is about another message.",
            "another-entry" => "It is not the entry that ours names, or has another code.",
            _ => "The gateway does not say why.",
        };

    public string PathTo(int step) =>
        $"/cases/{MessageId.Write(Id)}/replay{QueryString.Create("counterpart", Replay.Counterpart).Add("step", step.ToString(CultureInfo.InvariantCulture))}";

    /// <param name="step">A number beyond the last step shows the last one.</param>
    public async Task OnGetAsync(int step = 1)
    {
        // Of a long exchange, the part that has the step.
        var first = (Math.Max(1, step) - 1) / ReplayView.Most * ReplayView.Most + 1;
        var query = QueryString.Create("first", first.ToString(CultureInfo.InvariantCulture));
        if (Counterpart is not null)
            query = query.Add("counterpart", Counterpart);
        Replay = await api.GetAsync<ReplayView>($"api/v1/exchanges/{MessageId.Write(Id)}/replay{query}");
        (Number, VerifiedAt) = (Math.Clamp(step, Replay.First, Last), clock.GetUtcNow());
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
