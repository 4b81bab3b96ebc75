using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Cli.Messages;

internal sealed class AcknowledgeVerb : SendingVerb
{
    private readonly Argument<string> _id = MeantMessage.Argument("The request, or the correction");
    private readonly Option<string> _unit = new("--unit")
    {
        Description = "Unit that handles the request.",
        HelpName = "TEXT",
        Required = true,
    };
    private readonly Option<string> _officer = new("--case-officer")
    {
        Description = "Contact point in that unit; may be a role.",
        HelpName = "TEXT",
        Required = true,
    };
    private readonly Option<string?> _access = new("--access")
    {
        Description =
            $"How the information can be had: {CodeNames<Access>.All}. Unless an acknowledgement says that it is not direct, an "
                + "urgent request is due after 8 hours.",
        HelpName = "CODE",
    };

    private readonly Option<string?> _sender = MeantMessage.SenderOption();

    public AcknowledgeVerb()
        : base(
            "acknowledge",
            "Acknowledge a request: tell its sender which unit handles it. The due time is the one that both sides compute. Of a correction "
                + "it says that it is applied.",
            "exchange acknowledge 019b0c4e-… --unit 'Anti-Trafficking Unit' --case-officer 'Duty inspector'"
        ) => Take(_id, _unit, _officer, _access, _sender);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var access = AccessOf(invocation.Value(_access));
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var request = await client.GetAsync<MessageView>(meant.Path("/content"), cancellation);
        var exchange = await client.GetAsync<ExchangeView>(
            $"api/v1/exchanges/{request.ExchangeId}?counterpart={request.Counterpart}",
            cancellation
        );
        var isCorrection = request.Kind == CaseKinds.Correction;
        if (request.Outgoing || !(isCorrection || request.Kind is CaseKind { Opens: true }))
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"{meant.Id} is not a message that can be acknowledged.",
                "Nothing was sent.",
                "Give one that was received. List them with: exchange inbox"
            );
        }

        var body = new AcknowledgementBody
        {
            Unit = invocation.Required(_unit),
            CaseOfficer = invocation.Required(_officer),
            Access = access,
            DueAt = !isCorrection && (access is null or Access.Direct) ? exchange.State.DueAt : null,
            Automatic = false,
        };
        var answer = new JsonObject
        {
            ["handling"] = request.Message!["handling"]!.DeepClone(),
            ["body"] = JsonSerializer.SerializeToNode(body, ProtocolJson.Options),
        };
        var isSent = await SendAsync(
            invocation,
            meant.Path("/acknowledge"),
            JsonSerializer.SerializeToUtf8Bytes(answer, ProtocolJson.Options),
            CaseKinds.Acknowledgement.Code,
            meant,
            cancellation
        );
        if (
            isSent
            && !isCorrection
            && exchange.Messages?.LastOrDefault(message => message is { Outgoing: true, Automatic: false }) is { } before
        )
        {
            invocation.Say(
                $"WARNING: An officer has already acknowledged this request, at {ProtocolTime.Write(before.RecordedAt)} (unit and "
                    + $"officer: exchange show {before.MessageId}). It is now acknowledged twice."
            );
        }
    }

    private static Access? AccessOf(string? text) =>
        text is null ? null
        : CodeNames<Access>.TryParse(text, out var access) ? access
        : throw new CommandFailedException(ExitCode.Usage, $"--access must be one of {CodeNames<Access>.All}.", "Nothing was sent.");
}
