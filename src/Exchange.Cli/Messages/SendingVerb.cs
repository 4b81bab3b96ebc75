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
        Description = "Idempotency key of an earlier call whose outcome is unknown: repeats it without a second effect (default: a new one).",
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
            invocation.Say($"{sent.Reference} is signed, recorded and queued. To see its receipt later: exchange receipt {sent.MessageId}");
            invocation.Answer(sent, MessageId.Write(sent.MessageId));
        }
        catch (CommandFailedException failure) when (failure.Code is ExitCode.Unreachable or ExitCode.Failed)
        {
            throw new CommandFailedException(failure.Code, failure.Happened, failure.Kept, $"To repeat the same call without a second effect, add: --key {key}") { Details = failure.Details };
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailedException(
                ExitCode.Failed, "The command was interrupted before the gateway answered.", "The gateway may have recorded the message.", $"To repeat the same call without a second effect, add: --key {key}");
        }
    }
}
