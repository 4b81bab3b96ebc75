using System.Globalization;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Pages;

/// <summary>A whole exchange to print. Each message that is shown is recorded as opened first, by the gateway.</summary>
internal sealed class ReportModel(GatewayApi api, KindForms forms, TimeProvider clock) : PageModel
{
    // Of the timeline.
    private const int MostPages = 10;

    public ExchangeView Exchange { get; private set; } = null!;

    /// <summary>Each message with what it says, or why that is not shown.</summary>
    public IReadOnlyList<(MessageView Message, Section<MessageView> Opened, MessageForm? Content)> Messages { get; private set; } = [];

    /// <summary>
    /// What happened and what was decided, the oldest first: apart from who was given what, which is not for paper. Of a very long exchange
    /// the newest.
    /// </summary>
    public Section<IReadOnlyList<HistoryView>> History { get; private set; } = null!;

    /// <summary>Where the timeline goes on, if it has more than is shown.</summary>
    public string? EarlierEntries { get; private set; }

    /// <summary>Our party and the other.</summary>
    public IReadOnlyList<string> Parties => [ExchangeModel.OwnPartyOf(Exchange), Exchange.Counterpart];

    /// <summary>Below which entry its messages are shown; if it is not given, the newest are.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>A report of earlier messages; null if there are none.</summary>
    public string? Earlier { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>The highest classification of what is shown; null if nothing is.</summary>
    public Classification? Highest =>
        Handlings
            .Select(handling =>
                CodeNames<Classification>.TryParse($"{handling["classification"]}", out var code) ? code : (Classification?)null
            )
            .Max();

    /// <summary>All handling codes that count in what is shown.</summary>
    public IEnumerable<string> Codes => HandledParts.Together(Messages.SelectMany(one => one.Content?.HandlingCodes ?? []));

    /// <summary>What the messages that are shown may be used for.</summary>
    public IEnumerable<string> Purposes => Handlings.Select(handling => $"{handling["purpose"]}").Distinct();

    private IEnumerable<System.Text.Json.Nodes.JsonNode> Handlings =>
        Messages.Select(one => one.Opened.Value?.Message?["handling"]).OfType<System.Text.Json.Nodes.JsonNode>();

    public async Task OnGetAsync(Guid id, string? counterpart)
    {
        Exchange = await api.GetAsync<ExchangeView>(
            $"api/v1/exchanges/{MessageId.Write(id)}{(counterpart is null ? "" : QueryString.Create("counterpart", counterpart))}"
        );
        MadeAt = clock.GetUtcNow();
        History = await ReadHistoryAsync();
        var messages = new List<(MessageView, Section<MessageView>, MessageForm?)>();
        foreach (var message in await ReadMessagesAsync())
        {
            var opened = await OpenAsync(message);
            messages.Add((message, opened, await forms.ReadAsync(api, opened.Value)));
        }

        Messages = messages;
    }

    private async Task<IReadOnlyList<MessageView>> ReadMessagesAsync()
    {
        var (messages, hasEarlier) = (Exchange.Messages ?? [], Exchange.HasEarlierMessages == true);
        if (Before is { } before)
        {
            var query = QueryString
                .Create("exchange", MessageId.Write(Exchange.ExchangeId))
                .Add("counterpart", Exchange.Counterpart)
                .Add("before", before.ToString(CultureInfo.InvariantCulture));
            var (page, next) = await api.GetPageAsync<IReadOnlyList<MessageView>>($"api/v1/messages{query}");
            (messages, hasEarlier) = ([.. page.Reverse()], next is not null);
        }

        if (hasEarlier && messages is [var first, ..])
        {
            var query = QueryString
                .Create("counterpart", Exchange.Counterpart)
                .Add("before", first.EntryIndex.ToString(CultureInfo.InvariantCulture));
            Earlier = $"/cases/{MessageId.Write(Exchange.ExchangeId)}/report{query}";
        }

        return messages;
    }

    private async Task<Section<IReadOnlyList<HistoryView>>> ReadHistoryAsync()
    {
        List<HistoryView> entries = [];
        var path = $"api/v1/exchanges/{MessageId.Write(Exchange.ExchangeId)}/history";
        var groups = Enum.GetValues<HistoryGroup>().Except([HistoryGroup.Access]).Select(CodeNames<HistoryGroup>.Write);
        var query = QueryString.Create("counterpart", Exchange.Counterpart).Add("group", string.Join(',', groups)).ToString();
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await api.TryGetAsync<IReadOnlyList<HistoryView>>($"{path}{query}");
            if (page.Value is not { } more)
                return page;
            entries.AddRange(more);
            if (page.Next is null)
                break;
            query = page.Next;
            if (pages == MostPages - 1 && Paging.CursorOf(query, "before") is { } before)
                EarlierEntries = ExchangeModel.TimelineBelow(Exchange, before);
        }

        entries.Reverse();
        return new(entries, null);
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
            return new(null, refusal.At(""));
        }
    }
}
