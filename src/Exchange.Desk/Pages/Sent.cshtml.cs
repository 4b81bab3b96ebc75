namespace Exchange.Desk.Pages;

internal sealed class SentModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Exchange { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }
}
