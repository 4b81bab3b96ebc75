using Exchange.Gateway.Submitting;
using Exchange.Protocol.Contracts;
using MassTransit;

namespace Exchange.Gateway.Domestic;

/// <summary>The policy that acknowledges each request as soon as it is taken.</summary>
internal sealed class AcknowledgeRequests(AcknowledgeHandler handler, GatewaySettings settings) : IConsumer<MessageReceived>
{
    public static bool Takes(IGatewayEvent @event, PolicySettings policy) =>
        policy.AcknowledgeAutomatically && @event is MessageReceived received && received.Kind == CaseKinds.Request.Code;

    // The policy may have been switched off since the event was raised.
    public Task Consume(ConsumeContext<MessageReceived> context) => Takes(context.Message, settings.Policy)
        ? handler.AcknowledgeAsync(context.Message, context.CancellationToken)
        : handler.LetGoAsync(context.Message, context.CancellationToken);
}
