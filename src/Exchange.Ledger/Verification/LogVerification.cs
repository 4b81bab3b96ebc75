using System.Globalization;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Verification;

/// <summary>
/// Recomputes a log from the bytes of its entries: every leaf's form and owner, the order of times, the root, the newest
/// checkpoint and its two signatures, and cosignatures at their sizes. Entries are given in order, any number at a time.
/// </summary>
public sealed class LogVerification(PartyCard card, VerifySignature verify)
{
    private const int MostFaults = 20;

    private readonly Dictionary<TileId, Tile> _tiles = [];
    private readonly List<string> _faults = [];
    private readonly LogVerifiers _keys = LogVerifiers.Read(card.Log);
    private LogTail _tail = LogTail.Empty;

    /// <summary>Takes the next entries.</summary>
    public void Add(IEnumerable<ReadOnlyMemory<byte>> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        var hashes = new List<MerkleHash>();
        foreach (var bytes in leaves)
        {
            Check(bytes, _tail.Size + hashes.Count);
            hashes.Add(MerkleHash.OfLeaf(bytes.Span));
        }

        var appended = _tail.Append(hashes);
        foreach (var full in appended.FullTiles)
            _tiles.Add(full.Id, full.Tile);
        _tail = appended.Tail;
    }

    /// <summary>Verifies the checkpoint that the log shows as its newest.</summary>
    /// <param name="note">The signed note; null for a log without entries.</param>
    public void CheckNewest(string? note)
    {
        if (note is null)
        {
            Require(_tail.Size == 0, "The log has entries, but no checkpoint.");
            return;
        }

        if (Check(note) is { } checkpoint)
            Require(checkpoint.Size == _tail.Size, string.Create(CultureInfo.InvariantCulture, $"The newest checkpoint is for {checkpoint.Size} entries; {_tail.Size} were read."));
    }

    /// <summary>Verifies a checkpoint of any size that the log had, with a cosignature of it.</summary>
    public void CheckCosigned(string note, string line, PartyCard witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        if (Check(note) is not { } checkpoint)
            return;
        var holds = Cosignature.TryReadKey(witness.Witness, out var key) && Cosignature.Verify(checkpoint, line, key, verify) is not null;
        Require(holds, string.Create(CultureInfo.InvariantCulture, $"The cosignature of {witness.Party} at size {checkpoint.Size} does not hold."));
    }

    public LogVerdict Conclude() => new(_tail.Size, _tail.Root(), _faults);

    private Checkpoint? Check(string note)
    {
        if (CheckpointNote.Verify(note, _keys, verify) is not { } verified)
        {
            Require(false, "A checkpoint is not signed by the two keys of the card's log.");
            return null;
        }

        var checkpoint = verified.Checkpoint;
        var leads = checkpoint.Size <= _tail.Size && TreeRoot.At(checkpoint.Size, _tail, id => _tiles[id]) == checkpoint.Root;
        Require(leads, string.Create(CultureInfo.InvariantCulture, $"The entries do not lead to the root of the checkpoint of size {checkpoint.Size}."));
        return checkpoint;
    }

    private void Check(ReadOnlyMemory<byte> bytes, long index)
    {
        var read = LedgerLeaf.Read(bytes);
        if (!read.IsValid)
            Fault(index, $"is not an entry: {read.Faults[0].Pointer} {read.Faults[0].Text}");
        else if (read.Value.Party != card.Party)
            Fault(index, $"is of {read.Value.Party}, not of {card.Party}.");
    }

    private void Fault(long index, string text) => Require(false, string.Create(CultureInfo.InvariantCulture, $"Entry {index} {text}"));

    private void Require(bool holds, string fault)
    {
        if (!holds && _faults.Count < MostFaults)
            _faults.Add(fault);
    }
}
