using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Pages;

/// <summary>A whole exchange to print. Each message that is shown is recorded as opened first, by the gateway.</summary>
internal sealed class ReportModel(GatewayApi api, KindForms forms, TimeProvider clock) : PageModel
{
    public ExchangeView Exchange { get; private set; } = null!;

    /// <summary>Each message with what it says, or why that is not shown.</summary>
    public IReadOnlyList<(MessageView Message, Section<MessageView> Opened, MessageForm? Content)> Messages { get; private set; } = [];

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>The highest classification of what is shown; null if nothing is.</summary>
    public Classification? Highest =>
        Handlings
            .Select(handling =>
                CodeNames<Classification>.TryParse($"{handling["classification"]}", out var code) ? code : (Classification?)null
            )
            .Max();

    /// <summary>All handling codes of what is shown.</summary>
    public IEnumerable<string> Codes =>
        Handlings
            .SelectMany(handling => handling["handlingCodes"] as System.Text.Json.Nodes.JsonArray ?? [])
            .Select(code => $"{code}")
            .Distinct()
            .Order(StringComparer.Ordinal);

    private IEnumerable<System.Text.Json.Nodes.JsonNode> Handlings =>
        Messages.Select(one => one.Opened.Value?.Message?["handling"]).OfType<System.Text.Json.Nodes.JsonNode>();

    public async Task OnGetAsync(Guid id, string? counterpart)
    {
        Exchange = await api.GetAsync<ExchangeView>(
            $"api/v1/exchanges/{MessageId.Write(id)}{(counterpart is null ? "" : QueryString.Create("counterpart", counterpart))}"
        );
        MadeAt = clock.GetUtcNow();
        var messages = new List<(MessageView, Section<MessageView>, MessageForm?)>();
        foreach (var message in Exchange.Messages ?? [])
        {
            var opened = await OpenAsync(message);
            messages.Add((message, opened, await forms.ReadAsync(api, message.Kind, opened.Value?.Message)));
        }

        Messages = messages;
    }

    // One that is withheld from the person does not hide the others.
    private async Task<Section<MessageView>> OpenAsync(MessageView message)
    {
        var sender = message.Outgoing ? "" : $"?sender={Uri.EscapeDataString(message.Counterpart)}";
        try
        {
            return await api.TryGetAsync<MessageView>($"api/v1/messages/{MessageId.Write(message.MessageId!.Value)}/content{sender}");
        }
        catch (GatewayRefusal refusal) when (refusal.Code == "withheld")
        {
            return new(null, refusal.Detail ?? refusal.Message);
        }
    }
}
