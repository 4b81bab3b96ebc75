namespace Exchange.Protocol.Api;

/// <summary>An alarm about a counterpart, with what proves it.</summary>
/// <param name="At">When it was raised.</param>
/// <param name="Alarm">Its code: <c>fork</c>, <c>unproven</c>, …</param>
/// <param name="Presented">The signed note that raised it, or what it is about.</param>
/// <param name="Held">The signed note that it does not agree with, where there is one.</param>
public sealed record AlarmView(DateTimeOffset At, string Alarm, string Presented, string? Held);
