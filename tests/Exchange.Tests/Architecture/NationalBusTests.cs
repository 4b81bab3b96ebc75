using Exchange.Gateway.Domestic;
using MassTransit;
using MassTransit.UsageTracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Architecture;

/// <summary>A police gateway tells nobody outside what it does; the bus's library reports its usage unless it is kept from it.</summary>
[NonParallelizable]
internal sealed class NationalBusTests
{
    private const string Variable = "MASSTRANSIT_USAGE_TELEMETRY";

    [TearDown]
    public void ForgetTheVariable() => Environment.SetEnvironmentVariable(Variable, null);

    [TestCase(null)]
    [TestCase("true")]
    public async Task The_bus_does_not_report_its_usage_whatever_the_environment_says(string? variable)
    {
        Environment.SetEnvironmentVariable(Variable, variable);
        var services = new ServiceCollection();
        services.AddLogging();
        NationalBus.Add(services, new() { Host = "bus.agency.example" });
        await using var provider = services.BuildServiceProvider();

        var bus = provider.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        await bus.StopAsync();
        provider.GetService<IUsageTracker>().ShouldBeNull();
        provider.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled.ShouldBeFalse();
    }
}
