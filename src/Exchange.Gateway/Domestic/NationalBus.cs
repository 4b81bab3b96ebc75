using Exchange.Gateway.Submitting;
using MassTransit;
using MassTransit.UsageTracking;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Exchange.Gateway.Domestic;

/// <summary>The national bus: MassTransit, in memory.</summary>
internal static class NationalBus
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider => new EventConsumer(
            AcknowledgeHandler.Consumer, @event => AcknowledgeRequests.Takes(@event, provider.GetRequiredService<GatewaySettings>().Policy)));
        services.AddSingleton<EventOutbox>().AddSingleton<EventsUnderWay>();
        services.AddReceiveObserver(provider => provider.GetRequiredService<EventsUnderWay>());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<AcknowledgeRequests>().Endpoint(endpoint => endpoint.Name = AcknowledgeHandler.Consumer);
            bus.UsingInMemory((context, transport) =>
            {
                transport.UseMessageRetry(retry => retry.Exponential(5, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1)));
                transport.ConcurrentMessageLimit = 32;
                transport.ConfigureEndpoints(context);
            });
        });
        // A police gateway tells nobody outside what it does, and an environment variable would overrule the setting above.
        services.RemoveAll<IUsageTracker>();
        services.AddHostedService<EventPublisher>();
    }
}
