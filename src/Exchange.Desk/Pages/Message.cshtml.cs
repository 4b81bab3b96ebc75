using System.Text;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Desk.Security;

namespace Exchange.Desk.Pages;

/// <summary>One message with its content. That it was opened is recorded first, by the gateway.</summary>
internal sealed class MessageModel(GatewayApi api, KindForms forms, TimeProvider clock) : PageModel
{
    public MessageView Message { get; private set; } = null!;

    /// <summary>What it says; null if that is no longer stored.</summary>
    public MessageForm? Said { get; private set; }

    /// <summary>What may be sent in its case now, as the gateway says: what answers it first.</summary>
    public IReadOnlyList<CaseAction> Replies { get; private set; } = [];

    /// <summary>The address of its case; where its opening message was refused, there is none.</summary>
    public string Case =>
        Message.Reference is null
            ? "/"
            : $"/cases/{MessageId.Write(Message.ExchangeId!.Value)}{QueryString.Create("counterpart", Message.Counterpart)}";

    /// <summary>True for a message of ours that the counterpart has refused.</summary>
    public bool MayCopy => User.Is(Role.Officer) && Message is { Outgoing: true, Transport: "refused" } && Said is not null;

    /// <summary>Who has sent it, by the address of the page.</summary>
    public string? Sender { get; private set; }

    /// <summary>Makes a form that is sent twice one draft.</summary>
    public Guid Key { get; private set; }

    /// <summary>Begins a draft with what the message says.</summary>
    public async Task<IActionResult> OnPostCopyAsync(Guid id, string? sender, [FromForm] Guid key)
    {
        await OnGetAsync(id, sender);
        var said = Message.Message!;
        var draft = new JsonObject
        {
            ["counterpart"] = Message.Counterpart,
            ["kind"] = Message.Kind!.Code,
            ["message"] = new JsonObject { ["handling"] = said["handling"]?.DeepClone(), ["body"] = said["body"]?.DeepClone() },
        };
        if (Message.ExchangeId != Message.MessageId)
            (draft["exchangeId"], draft["inReplyTo"]) = (said["exchangeId"]?.DeepClone(), said["inReplyTo"]?.DeepClone());
        var made = await api.PostAsync<DraftView>("api/v1/drafts", Encoding.UTF8.GetBytes(draft.ToJsonString(ProtocolJson.Options)), key);
        return RedirectToPage("Draft", new { id = made.Id, check = "true" });
    }

    public async Task OnGetAsync(Guid id, string? sender)
    {
        (Key, Sender) = (MessageId.New(clock), sender);
        Message = await api.GetAsync<MessageView>(
            $"api/v1/messages/{MessageId.Write(id)}/content{(sender is null ? "" : QueryString.Create("sender", sender))}"
        );
        Said = await forms.ReadAsync(api, Message);
        if (Message is { ExchangeId: { } exchange, Offers: { } offers })
        {
            Replies = CaseAction.Of(
                exchange,
                Message.Counterpart,
                [.. offers.OrderByDescending(offer => offer.InReplyTo == Message.MessageId && offer.InReplyTo != exchange)],
                state: null
            );
        }
    }
}
