using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Ledger;

/// <summary>Entries as another's log may hold them: our own writer would not write them all.</summary>
internal static class ForeignLeaf
{
    public static LedgerLeaf Write(LeafDraft draft, PartyName party, DateTimeOffset at)
    {
        var json = new JsonObject
        {
            ["v"] = 1,
            ["at"] = ProtocolTime.Write(at),
            ["event"] = draft.Event,
            ["party"] = party.Value,
            ["actor"] = (draft.Actor ?? "gateway"),
            ["salt"] = Convert.ToBase64String(new byte[LedgerLeaf.SaltSize]),
            ["counterpart"] = draft.Counterpart?.Value,
            ["exchangeId"] = draft.ExchangeId is { } exchange ? MessageId.Write(exchange) : null,
            ["messageId"] = draft.MessageId is { } message ? MessageId.Write(message) : null,
            ["kind"] = draft.Kind is { } kind ? kind.Code : null,
            ["sequence"] = draft.Sequence,
            ["signed"] = draft.Signed?.ToString(),
            ["sealed"] = draft.Sealed?.ToString(),
            ["code"] = (int?)draft.Code,
            ["detail"] = draft.Detail?.DeepClone(),
        };
        foreach (var absent in json.Where(member => member.Value is null).Select(member => member.Key).ToList())
            json.Remove(absent);
        return LedgerLeaf
            .Read(Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions { Encoder = ProtocolJson.Options.Encoder })))
            .OrThrow();
    }
}
