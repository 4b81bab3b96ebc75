using Exchange.Gateway.Receipting;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Link;
using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// Gives each link message to its handler. Signatures and proofs are verified in <see cref="Prepare"/>; the returned action runs inside
/// the journal's transaction, in the order of delivery. Link messages have no receipt and no ledger entry, and are never deferred.
/// </summary>
internal sealed class LinkJudge(ReceiptHandler receipts, CheckpointHandler checkpoints, CosignatureHandler cosignatures, PingHandler pings)
{
    public Action<JournalTransaction> Prepare(Opened opened, Counterpart counterpart) =>
        opened.Message.Body switch
        {
            ReceiptBody receipt => receipts.Prepare(receipt, counterpart),
            CheckpointBody checkpoint => checkpoints.Prepare(checkpoint, counterpart),
            CosignatureBody cosignature => cosignatures.Prepare(cosignature, counterpart),
            PingBody ping => pings.Answer(ping, opened, counterpart),
            PongBody pong => pings.Take(pong, opened, counterpart),
            // A later version takes cards and grants from messages; until then they are repeated whenever a pong shows the old serial.
            _ => JournalTransaction.Nothing,
        };
}
