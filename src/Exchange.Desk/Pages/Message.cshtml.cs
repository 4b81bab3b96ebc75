using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Desk.Security;

namespace Exchange.Desk.Pages;

/// <summary>One message with its content. That it was opened is recorded first, by the gateway.</summary>
internal sealed class MessageModel(GatewayApi api, KindForms forms) : PageModel
{
    public MessageView Message { get; private set; } = null!;

    /// <summary>What it says; null if that is no longer stored.</summary>
    public MessageForm? Said { get; private set; }

    /// <summary>What may follow it; whether it may now, the gateway says.</summary>
    public IReadOnlyList<CaseKind> Replies =>
        User.Is(Role.Officer) ? [.. CaseKinds.All.Where(kind => kind.Follows && kind != CaseKinds.Reminder)] : [];

    public async Task OnGetAsync(Guid id, string? sender)
    {
        Message = await api.GetAsync<MessageView>(
            $"api/v1/messages/{MessageId.Write(id)}/content{(sender is null ? "" : QueryString.Create("sender", sender))}"
        );
        Said = await forms.ReadAsync(api, Message.Kind, Message.Message);
    }
}
