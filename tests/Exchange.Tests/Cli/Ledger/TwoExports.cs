using System.Text;
using System.Text.Json;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Replay;
using Exchange.Ledger.Tiles;
using Exchange.Protocol.Link;
using Exchange.Protocol.Reading;
using Exchange.Tests.Ledger;

namespace Exchange.Tests.Cli.Ledger;

/// <summary>The exports of two parties with fewer than 256 entries each, as their gateways would write them.</summary>
internal sealed class TwoExports : TemporaryFolder
{
    public TwoExports(TwoLogs logs)
    {
        Write(LogParty.Bgd, logs.OfBgd, LogParty.Mys, logs.OfMys);
        Write(LogParty.Mys, logs.OfMys, LogParty.Bgd, logs.OfBgd);
    }

    public string Bgd => In("BGD");

    public string Mys => In("MYS");

    /// <summary>Writes a party's export, over what is there.</summary>
    /// <param name="own">Whose.</param>
    /// <param name="leaves">Its log.</param>
    /// <param name="other">The counterpart.</param>
    /// <param name="theirs">The counterpart's log as it showed it to this party.</param>
    public void Write(LogParty own, List<LedgerLeaf> leaves, LogParty other, List<LedgerLeaf> theirs)
    {
        var folder = In(own.Card.Party.Value);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach (var party in (LogParty[])[own, other])
            Put(folder, new CardPath(party.Card.Party, party.Card.Serial).ToString(), party.Bytes);
        var tail = TailOf(leaves, leaves.Count);
        var head = new Checkpoint(own.Card.Log.Origin, leaves.Count, tail.Root());
        Put(
            folder,
            "checkpoint",
            Text(
                CosignedCheckpoint.Of(
                    CheckpointNote.Sign(head, TwoLogs.Start, own.Signers),
                    [Cosignature.Sign(head, TwoLogs.Start, other.Witness)]
                )
            )
        );
        Put(folder, TilePath.Entries(0, leaves.Count).ToString(), EntryBundle.Write([.. leaves.Select(leaf => leaf.Bytes)]));
        foreach (var (id, tile) in tail.Unfinished())
            Put(folder, TilePath.Of(id, tile.Count).ToString(), tile.ToBytes());
        var lines = leaves
            .Select((leaf, index) => MessageEntry.Of(index, leaf))
            .Where(entry => entry?.IsSettlement == true)
            .Select(entry => Receipt(folder, own, entry!, other, theirs))
            .ToList();
        if (lines.Count > 0)
            Put(folder, TilePath.Receipts(0, leaves.Count).ToString(), [.. lines.SelectMany(line => line)]);
    }

    private static byte[] Receipt(string folder, LogParty own, MessageEntry settlement, LogParty other, List<LedgerLeaf> theirs)
    {
        var index = settlement.ReceiptIndex!.Value;
        var tail = TailOf(theirs, (int)index + 1);
        var head = new Checkpoint(other.Card.Log.Origin, tail.Size, tail.Root());
        Put(
            folder,
            HeadPath.Of(other.Card.Party, head.Origin, head.Size).ToString(),
            Text(
                CosignedCheckpoint.Of(
                    CheckpointNote.Sign(head, TwoLogs.Start, other.Signers),
                    [Cosignature.Sign(head, TwoLogs.Start, own.Witness)]
                )
            )
        );
        var leaf = theirs[(int)index];
        var item = new ReceiptItem(
            leaf.MessageId,
            leaf.Signed!.Value,
            leaf.Code!.Value,
            index,
            Encoding.UTF8.GetString(leaf.Bytes.Span),
            ProofText.Write(InclusionProof.Prove(index, tail.Size, tail, _ => throw new InvalidOperationException()))
        );
        return
        [
            .. ReceiptLine.Write(
                settlement.Index,
                other.Card.Party,
                head.Origin,
                head.Size,
                JsonSerializer.Serialize(item, ProtocolJson.Options)
            ),
            (byte)'\n',
        ];
    }

    private static LogTail TailOf(List<LedgerLeaf> leaves, int size) =>
        LogTail.Empty.Append([.. leaves.Take(size).Select(leaf => leaf.Hash)]).Tail;

    private static byte[] Text(CosignedCheckpoint checkpoint) => Encoding.UTF8.GetBytes(checkpoint.ToString());

    private static void Put(string folder, string path, byte[] bytes)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }
}
