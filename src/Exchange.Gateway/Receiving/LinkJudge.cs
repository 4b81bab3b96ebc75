using Exchange.Gateway.Receipting;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Link;
using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// Leads each link message to who handles it. What costs (signatures, proofs) is done when it is prepared; what is returned
/// runs inside the journal's transaction, in the order of delivery. Link messages are never answered by a receipt, never
/// parked, and never an entry of the log.
/// </summary>
internal sealed class LinkJudge(ReceiptHandler receipts, HeadHandler heads, CosignatureHandler cosignatures, PingHandler pings)
{
    public Action<JournalTransaction> Prepare(Opened opened, Counterpart counterpart) => opened.Message.Body switch
    {
        ReceiptBody receipt => receipts.Prepare(receipt, counterpart),
        CheckpointBody checkpoint => heads.Prepare(checkpoint, counterpart),
        CosignatureBody cosignature => cosignatures.Prepare(cosignature, counterpart),
        PingBody ping => pings.Answer(ping, opened, counterpart),
        PongBody pong => pings.Take(pong, opened, counterpart),
        // Cards and grants in-band are taken by a later version; until then they come again whenever a pong shows the old serial.
        _ => JournalTransaction.Nothing,
    };
}
