using Exchange.Protocol.Contracts;

namespace Exchange.Gateway.Journal;

/// <summary>What a commit made durable: how many entries, and which events the national bus is owed.</summary>
internal sealed record CommittedBatch(int Entries, IReadOnlyList<IGatewayEvent> Events);
