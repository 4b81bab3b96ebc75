using Exchange.Desk.Api;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Pages;

/// <summary>Who to reach, as each side said last.</summary>
internal sealed class ContactsModel(GatewayApi api) : PageModel
{
    public IReadOnlyList<OpenedView<ContactUpdateBody>> Updates { get; private set; } = [];

    /// <summary>True if the list leaves out what the person may not see.</summary>
    public bool IsWithheld => api.HasWithheld;

    /// <param name="counterpart">Whose alone; null for all.</param>
    public async Task OnGetAsync(string? counterpart) =>
        Updates = await api.GetAsync<IReadOnlyList<OpenedView<ContactUpdateBody>>>(
            $"api/v1/contacts{(counterpart is null ? "" : QueryString.Create("counterpart", counterpart))}"
        );
}
