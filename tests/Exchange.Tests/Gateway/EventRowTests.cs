using System.Text.Json;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Contracts;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Gateway;

/// <summary>What the row of an event keeps of it.</summary>
internal sealed class EventRowTests
{
    private static IEnumerable<Type> Events =>
        typeof(IGatewayEvent).Assembly.GetTypes().Where(type => type.IsClass && typeof(IGatewayEvent).IsAssignableFrom(type));

    [Test]
    public void There_are_events() => Events.Count().ShouldBeGreaterThan(4);

    [TestCaseSource(nameof(Events))]
    public void Every_event_is_read_from_its_row_as_it_was_raised(Type type)
    {
        var raised = (IGatewayEvent)
            Activator.CreateInstance(
                type,
                [.. type.GetConstructors()[0].GetParameters().Select(parameter => ValueOf(parameter.ParameterType))]
            )!;

        var row = new EventRow
        {
            Consumer = "test",
            EventId = MessageId.Write(raised.EventId),
            Body = JsonSerializer.Serialize(raised, ProtocolJson.Options),
        };

        row.Read().ShouldBe(raised);
    }

    private static object ValueOf(Type type) =>
        type == typeof(Guid) ? MessageId.New(TimeProvider.System)
        : type == typeof(DateTimeOffset) ? TimeProvider.System.Now()
        : type == typeof(string) ? "MYS"
        : Activator.CreateInstance(type)!;
}
