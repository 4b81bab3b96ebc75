namespace Exchange.Protocol.Api;

/// <summary>A ping that was answered.</summary>
public sealed record PingView(string Counterpart, Guid PingId, DateTimeOffset AnsweredAt, double ElapsedMilliseconds);
