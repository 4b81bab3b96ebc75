using System.Net;
using Exchange.Desk.Api;

namespace Exchange.Desk.Pages;

/// <summary>
/// An auditor brings a counterpart's export, and the gateway compares it with its own ledger. It is passed on as it comes.
/// </summary>
internal sealed class CompareModel(GatewayApi api) : PageModel
{
    public ComparisonView? Result { get; private set; }
    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    /// <summary>A type of finding as a sentence.</summary>
    public static string Meaning(string kind) =>
        kind switch
        {
            "export" => "The export itself is not whole, or not the newest.",
            "divergence" => "The counterpart has signed two histories.",
            "gap" => "One ledger records something that the other lacks.",
            "contradiction" => "Both record the same message with different values.",
            "equivocation" => "One id or number was used for two messages.",
            "clock" => "The two clocks cannot both be right.",
            _ => "An entry lacks something that it must have.",
        };

    public async Task OnPostAsync(IFormFile? file)
    {
        if (file is null || file.Length == 0)
        {
            Faults = [new("#file", "Choose the zip of an export.", null)];
            return;
        }

        try
        {
            await using var zip = file.OpenReadStream();
            Result = await api.PostFileAsync<ComparisonView>("api/v1/ledger/compare", zip, "application/zip");
        }
        catch (GatewayRefusal refusal)
            when (refusal.Status
                    is HttpStatusCode.UnprocessableEntity
                        or HttpStatusCode.RequestEntityTooLarge
                        or HttpStatusCode.TooManyRequests
            )
        {
            Faults = [refusal.At("#file")];
        }
    }
}
