using Exchange.Gateway.Submitting;
using Exchange.Protocol.Contracts;
using MassTransit;

namespace Exchange.Gateway.Domestic;

/// <summary>The policy that acknowledges each message that wants an answer as soon as it is taken.</summary>
internal sealed class AcknowledgeRequests(AcknowledgeHandler handler, GatewaySettings settings) : IConsumer<MessageReceived>
{
    public static bool Takes(IGatewayEvent @event, PolicySettings policy) =>
        policy.AcknowledgeAutomatically && @event is MessageReceived received && CaseKinds.Find(received.Kind) is { Wants: Wanted.Answer };

    // The policy may have been switched off since the event was raised.
    public Task Consume(ConsumeContext<MessageReceived> context) =>
        Takes(context.Message, settings.Policy)
            ? handler.AcknowledgeAsync(context.Message, context.CancellationToken)
            : handler.LetGoAsync(context.Message, context.CancellationToken);
}
