using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Entries;

/// <summary>What is to be recorded; version, time, party and salt are added when it becomes a <see cref="LedgerLeaf"/>.</summary>
/// <param name="Event">One of the catalogue's events, with the members that it has there and no others.</param>
public sealed record LeafDraft(string Event)
{
    /// <summary><c>gateway</c>, <c>operator</c>, <c>policy:name</c>, <c>token</c>, <c>auditor</c>, <c>unknown</c> or an opaque user id; never a person's name.</summary>
    public string Actor { get; init; } = "gateway";

    public PartyName? Counterpart { get; init; }

    public Guid? ExchangeId { get; init; }

    public Guid? MessageId { get; init; }

    public MessageKind? Kind { get; init; }

    public int? Sequence { get; init; }

    /// <summary>Digest of the message's detached signature.</summary>
    public Digest? Signed { get; init; }

    /// <summary>Digest of the sealed bytes.</summary>
    public Digest? Sealed { get; init; }

    public ReceiptCode? Code { get; init; }

    /// <summary>What else the event has: closed per event, never content.</summary>
    public JsonObject? Detail { get; init; }
}
