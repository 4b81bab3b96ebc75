using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Messages;

/// <summary>A verb that gives the gateway something to send.</summary>
internal abstract class SendingVerb : Verb
{
    private readonly Option<Guid?> _key = new("--key")
    {
        Description = "The key of an earlier call that may or may not have come through: repeats it without a second effect.",
        HelpName = "UUID",
    };

    protected SendingVerb(Surroundings surroundings, string name, string description, params string[] examples)
        : base(surroundings, name, description, examples) => Options.Add(_key);

    protected async Task SendAsync(Invocation invocation, string path, byte[] json, CancellationToken cancellation)
    {
        var key = invocation.Value(_key) ?? MessageId.New(invocation.Surroundings.Time);
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        try
        {
            var sent = await client.PostAsync<SubmittedView>(path, json, key, cancellation);
            foreach (var warning in sent.Warnings)
                invocation.Say($"Warning: {warning.Pointer}: {warning.Detail}");
            invocation.Say($"{sent.Reference} is signed, recorded and on its way. Its receipt, once it is here: exchange receipt {sent.MessageId}");
            invocation.Answer(sent, MessageId.Write(sent.MessageId));
        }
        catch (CommandFailedException failure) when (failure.Code is ExitCode.Unreachable or ExitCode.Failed)
        {
            throw new CommandFailedException(failure.Code, failure.Happened, failure.Kept, $"To repeat exactly this, add: --key {key}") { Details = failure.Details };
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailedException(
                ExitCode.Failed, "It was interrupted before the gateway had answered.", "The gateway may have taken it.", $"To repeat exactly this, add: --key {key}");
        }
    }
}
