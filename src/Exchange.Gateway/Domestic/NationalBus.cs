using Exchange.Gateway.Border;
using Exchange.Gateway.Submitting;
using MassTransit;
using MassTransit.UsageTracking;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Exchange.Gateway.Domestic;

/// <summary>
/// The national bus: MassTransit, in memory for what the gateway does upon events, on RabbitMQ for the agency's own systems.
/// </summary>
internal static class NationalBus
{
    public static void Add(IServiceCollection services, AgencyBusSettings? agency)
    {
        services.AddSingleton(provider => new EventConsumer(AcknowledgeHandler.Consumer, @event =>
            AcknowledgeRequests.Takes(@event, provider.GetRequiredService<GatewaySettings>().Policy)
        ));
        services.AddSingleton<EventOutbox>().AddSingleton<EventsUnderWay>();
        services.AddReceiveObserver(provider => provider.GetRequiredService<EventsUnderWay>());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<AcknowledgeRequests>().Endpoint(endpoint => endpoint.Name = AcknowledgeHandler.Consumer);
            bus.UsingInMemory(
                (context, transport) =>
                {
                    transport.UseMessageRetry(retry =>
                        retry.Exponential(5, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1))
                    );
                    transport.ConcurrentMessageLimit = 32;
                    transport.ConfigureEndpoints(context);
                }
            );
        });
        services.AddHostedService<EventPublisher>();
        if (agency is not null)
        {
            AddAgency(services, agency);
            services.AddHostedService<AgencyEvents>();
        }

        // A police gateway tells nobody outside what it does, and an environment variable would overrule the settings above.
        services.RemoveAll<IUsageTracker>();
    }

    internal static void AddAgency(IServiceCollection services, AgencyBusSettings agency)
    {
        services.AddSingleton(new EventConsumer(AgencyEvents.Consumer, _ => true));
        services.AddMassTransit<IAgencyBus>(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((context, rabbit) => rabbit.Host(agency.Host, (ushort)agency.Port, agency.VirtualHost, host =>
                    {
                        host.Username(agency.User);
                        host.OnRefreshConnectionFactory = new DomesticConnection(
                            $"{agency.Host}:{agency.Port}",
                            agency.TlsName ?? agency.Host,
                            agency.ReadAuthorities(),
                            agency.PasswordFile,
                            context.GetRequiredService<TimeProvider>()
                        ).PrepareAsync;
                    }));
        });
    }
}
