using System.Text;
using Exchange.Cli.Parties;
using Exchange.Ledger.Entries;

namespace Exchange.Cli.Messages;

internal sealed class InboxVerb : Verb
{
    private readonly Option<bool> _all = new("--all") { Description = "Include messages that we sent." };
    private readonly Option<bool> _overdue = new("--overdue") { Description = "Show messages whose answer is late." };
    private readonly Option<long?> _before = PageOption.Create();
    private readonly Option<string?> _counterpart = new("--counterpart")
    {
        Description = "Show messages of this counterpart only.",
        HelpName = "PARTY",
    };

    public InboxVerb()
        : base(
            "inbox",
            "List received messages, the newest first, 200 a page.",
            "exchange inbox",
            "exchange inbox --overdue",
            "exchange inbox --counterpart MYS --all --json"
        ) => Take(_all, _overdue, _counterpart, _before);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        string[] query =
        [
            .. invocation.Value(_all) ? Array.Empty<string>() : ["outgoing=false"],
            .. invocation.Value(_counterpart) is { } party ? [$"counterpart={PartyArgument.Parse(party)}"] : Array.Empty<string>(),
            .. invocation.Value(_overdue) ? [$"dueBefore={ProtocolTime.Write(invocation.Surroundings.Time.Now())}"] : Array.Empty<string>(),
            .. PageOption.Query(invocation, _before),
        ];
        var (messages, next) = await client.GetPageAsync<IReadOnlyList<MessageView>>(
            $"api/v1/messages?{string.Join('&', query)}",
            cancellation
        );
        if (messages.Count == 0)
            invocation.Say(Nothing(invocation));
        invocation.Answer(messages, messages.Select(MessageText.Line));
        if (client.HasWithheld)
            invocation.Say("Messages of units other than yours are not listed.");
        PageOption.SayMore(invocation, next, "older messages");
    }

    private string Nothing(Invocation invocation) =>
        $"There are no {(invocation.Value(_all) ? "" : "received ")}messages{(invocation.Value(_overdue) ? " whose answer is late" : "")}{(invocation.Value(_counterpart) is { } party ? $" of {party}" : "")}{(invocation.Value(_before) is { } before ? $" before {before}" : "")}."
        + (invocation.Value(_all) ? "" : " To list those that were sent too, add --all.");
}

internal sealed class ShowVerb : Verb
{
    private readonly Argument<string> _id = MeantMessage.Argument("The message");
    private readonly Option<string?> _sender = MeantMessage.SenderOption();

    public ShowVerb()
        : base(
            "show",
            "Show a message with its content, as it was signed. That it was opened is recorded in the ledger.",
            "exchange show 019b0c4e-…",
            "exchange show BGD-MYS-2026-000001"
        ) => Take(_id, _sender);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var message = await client.GetAsync<MessageView>(meant.Path("/content"), cancellation);
        invocation.Answer(
            message,
            [
                MessageText.Line(message),
                .. PlainLine.OfJson(message.Message?.ToJsonString(ProtocolJson.Indented) ?? "The content is no longer stored here."),
            ]
        );
    }
}

internal sealed class ReceiptVerb : Verb
{
    private readonly Argument<string> _id = MeantMessage.Argument("A message that we sent");

    public ReceiptVerb()
        : base(
            "receipt",
            "Show the receipt of a message that we sent: the recipient's ledger entry, verified by this gateway. For a court or "
                + "an auditor use: exchange evidence export",
            "exchange receipt BGD-MYS-2026-000001",
            "exchange receipt 019b0c4e-… --json"
        ) => Take(_id);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation.Required(_id), _id.Name, null, client, cancellation);
        var receipt = await client.GetAsync<ReceiptView>((meant with { Sender = null }).Path("/receipt"), cancellation);
        invocation.Answer(receipt, Lines(receipt));
    }

    private static IEnumerable<string> Lines(ReceiptView receipt)
    {
        yield return $"{receipt.MessageId}: {(receipt.Code == ReceiptCode.Accepted ? "accepted" : "REFUSED")} (receipt code {(int)receipt.Code}), receipt taken at {ProtocolTime.Write(receipt.SettledAt)}";
        if (LedgerLeaf.Read(Encoding.UTF8.GetBytes(receipt.Item.Leaf)).Value is { } leaf)
        {
            yield return FormattableString.Invariant(
                $"  entry {receipt.Item.Index} of the ledger of {leaf.Party}, recorded there at {ProtocolTime.Write(leaf.At)}"
            );
        }

        yield return $"  proved under its checkpoint: {string.Join("  ", receipt.Checkpoint.Split('\n').Take(3))}";
    }
}

/// <summary>Messages as lines of text.</summary>
internal static class MessageText
{
    public static string Line(MessageView message) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ProtocolTime.Write(message.RecordedAt)}  {message.MessageId}  {message.Reference}  {(message.Outgoing ? "to" : "from")} {PartyText.Of(message.Counterpart)}  {message.Kind}{By(message)}  {message.Transport}{(message.Code is > 100 ? $" (receipt code {message.Code})" : "")}"
        );

    /// <summary>That a message of ours has no receipt; null for one that has, and for a counterpart's.</summary>
    public static string? Pending(MessageView message) =>
        message is { Outgoing: true, SettledAt: null } ? $"    no receipt of {message.Counterpart} yet" : null;

    /// <summary>That what it says was destroyed; null if it was not.</summary>
    public static string? Erased(MessageView message) =>
        message.ErasedAt is { } at ? $"    content destroyed at {ProtocolTime.Write(at)}" : null;

    // Known of an acknowledgement only.
    private static string By(MessageView message) =>
        message.Automatic switch
        {
            true => " (automatic)",
            false => " (by an officer)",
            null => "",
        };
}
