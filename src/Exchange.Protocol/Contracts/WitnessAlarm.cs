namespace Exchange.Protocol.Contracts;

/// <summary>A counterpart's log does not lead from what it showed before; its link is suspended.</summary>
/// <param name="EventId">The same whenever the event is told again.</param>
/// <param name="Counterpart">Whose log it is.</param>
/// <param name="Alarm"><c>fork</c> or <c>unproven</c>.</param>
public sealed record WitnessAlarm(Guid EventId, string Counterpart, string Alarm) : IGatewayEvent;
