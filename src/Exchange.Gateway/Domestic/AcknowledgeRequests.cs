using Exchange.Gateway.Submitting;
using Exchange.Protocol.Contracts;
using MassTransit;

namespace Exchange.Gateway.Domestic;

/// <summary>The policy that acknowledges each request as soon as it is taken.</summary>
internal sealed class AcknowledgeRequests(AcknowledgeHandler handler, GatewaySettings settings) : IConsumer<MessageReceived>
{
    public Task Consume(ConsumeContext<MessageReceived> context) => IsToBeAcknowledged(context.Message)
        ? handler.AcknowledgeAsync(context.Message, context.CancellationToken)
        : handler.LetGoAsync(context.Message.EventId, context.CancellationToken);

    private bool IsToBeAcknowledged(MessageReceived received) =>
        settings.Policy.AcknowledgeAutomatically && received.Kind == CaseKinds.Request.Code;
}
