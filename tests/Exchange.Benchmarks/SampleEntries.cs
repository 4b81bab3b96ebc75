using System.Security.Cryptography;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;

namespace Exchange.Benchmarks;

/// <summary>Entries as a busy log has them: every other one a message that was sent, every other one that was accepted.</summary>
internal static class SampleEntries
{
    private static readonly PartyName Counterpart = PartyName.Parse("MYS");

    public static LeafDraft Draft(long index)
    {
        var id = MessageId.New(TimeProvider.System);
        var (now, sent) = (TimeProvider.System.Now(), index % 2 == 0);
        return new(sent ? LedgerEvents.MessageSent : LedgerEvents.MessageAccepted)
        {
            Counterpart = Counterpart,
            ExchangeId = id,
            MessageId = id,
            Kind = CaseKinds.Request,
            Sequence = 1,
            Signed = Random(),
            Sealed = Random(),
            Code = sent ? null : ReceiptCode.Accepted,
            Detail = new()
            {
                ["reference"] = "BGD-MYS-2026-000042",
                ["issuedAt"] = ProtocolTime.Write(now),
                ["expiresAt"] = ProtocolTime.Write(now.AddDays(30)),
                ["urgency"] = "routine",
                ["dueAt"] = ProtocolTime.Write(now.AddDays(7)),
            },
        };
    }

    public static LedgerLeaf Leaf(long index, PartyName party) =>
        LeafWriter.Write(Draft(index), party, TimeProvider.System.Now(), RandomNumberGenerator.GetBytes(LedgerLeaf.SaltSize));

    private static Digest Random() => Digest.FromBytes(RandomNumberGenerator.GetBytes(Digest.Size));
}
