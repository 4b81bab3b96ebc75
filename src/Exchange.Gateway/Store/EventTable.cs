using System.Text.Json;
using Exchange.Protocol.Contracts;

namespace Exchange.Gateway.Store;

/// <summary>One event for one consumer, until that consumer has cleared it.</summary>
internal sealed class EventRow
{
    public long Id { get; init; }

    public required string Consumer { get; init; }

    public required string EventId { get; init; }

    /// <summary>The event as JSON, with its type.</summary>
    public required string Body { get; init; }

    /// <exception cref="JsonException">It is not one that this program knows.</exception>
    /// <exception cref="NotSupportedException">It has no type.</exception>
    public IGatewayEvent Read() =>
        JsonSerializer.Deserialize<IGatewayEvent>(Body, ProtocolJson.Options) ?? throw new JsonException("There is no event in it.");
}

/// <summary>The events that wait for their consumers.</summary>
internal static class EventTable
{
    public static void Insert(SqlSession sql, string consumer, IGatewayEvent @event) =>
        sql.Execute(
            "INSERT INTO events (consumer, event_id, body) VALUES (@p0, @p1, @p2)",
            consumer,
            MessageId.Write(@event.EventId),
            JsonSerializer.Serialize(@event, ProtocolJson.Options)
        );

    /// <summary>What follows from an event for a consumer is recorded in this very transaction.</summary>
    public static void Clear(SqlSession sql, string consumer, Guid eventId) =>
        sql.Execute("DELETE FROM events WHERE event_id = @p0 AND consumer = @p1", MessageId.Write(eventId), consumer);

    /// <summary>The newest row of all; 0 for none.</summary>
    public static long Newest(SqlSession sql) => sql.Scalar<long>("SELECT MAX(id) FROM events");

    /// <summary>The next rows of one consumer, after one and up to another, in the order in which they were raised.</summary>
    public static List<EventRow> ReadOf(SqlSession sql, string consumer, long after, long upTo, int most) =>
        Read(sql, "consumer = @p3", consumer, after, upTo, most);

    /// <summary>The same of all others.</summary>
    public static List<EventRow> ReadBut(SqlSession sql, string consumer, long after, long upTo, int most) =>
        Read(sql, "consumer <> @p3", consumer, after, upTo, most);

    private static List<EventRow> Read(SqlSession sql, string which, string consumer, long after, long upTo, int most) =>
        sql.Query(
            $"SELECT id, consumer, event_id, body FROM events WHERE {which} AND id > @p0 AND id <= @p1 ORDER BY id LIMIT @p2",
            row => new EventRow
            {
                Id = row.GetInt64(0),
                Consumer = row.GetString(1),
                EventId = row.GetString(2),
                Body = row.GetString(3),
            },
            after,
            upTo,
            most,
            consumer
        );
}
