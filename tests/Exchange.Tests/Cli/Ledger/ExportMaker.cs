using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Cli.Ledger;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Tiles;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Cli.Ledger;

/// <summary>
/// A log of BGD with messages to MYS, whose log receipts them; written as an export without any of the code that reads one.
/// </summary>
internal sealed class ExportMaker
{
    private static readonly FakeTimeProvider Clock = new(LogParty.Founded.AddHours(1));

    private readonly List<LedgerLeaf> _leaves = [];
    private readonly SortedDictionary<long, ReceiptLine> _receipts = [];
    private readonly SortedDictionary<long, CosignedCheckpoint> _checkpoints = [];
    private readonly Dictionary<HeadPath, CosignedCheckpoint> _heads = [];
    private readonly Dictionary<TileId, Tile> _theirTiles = [];
    private LogTail _theirs = LogTail.Empty;

    public LogTail Tail { get; private set; } = LogTail.Empty;

    public long Newest => _checkpoints.Keys.Last();

    public IReadOnlyList<LedgerLeaf> Leaves => _leaves;

    public CosignedCheckpoint NewestCheckpoint => _checkpoints[Newest];

    /// <summary>A log of some messages, each checkpoint cosigned.</summary>
    public static ExportMaker Of(int messages, int perCheckpoint = 50)
    {
        var maker = new ExportMaker();
        maker.Grow(messages, perCheckpoint);
        return maker;
    }

    public void Grow(int messages, int perCheckpoint = 50)
    {
        for (var message = 1; message <= messages; message++)
        {
            Exchange();
            if (message % perCheckpoint == 0 || message == messages)
                Checkpoint();
        }
    }

    /// <summary>Two entries of ours, one of theirs: a request is sent, accepted, and delivered; every fifth is refused.</summary>
    /// <param name="lie">What our own log says instead of what their receipt proves.</param>
    public void Exchange(Func<LeafDraft, LeafDraft>? lie = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var id = MessageId.New(Clock);
        var (signed, code) = (Random(), _leaves.Count % 10 == 8 ? ReceiptCode.ExchangeUnknown : ReceiptCode.Accepted);
        Append(Draft(LedgerEvents.MessageSent, id, signed) with { Sealed = Random() });
        var accepted = code == ReceiptCode.Accepted;
        var theirs = LeafWriter.Write(
            Draft(accepted ? LedgerEvents.MessageAccepted : LedgerEvents.MessageRejected, id, signed) with
            {
                Counterpart = LogParty.Bgd.Card.Party,
                Sealed = Random(),
                Code = code,
            },
            LogParty.Mys.Card.Party,
            Clock.Now(),
            RandomNumberGenerator.GetBytes(LedgerLeaf.SaltSize)
        );
        var appended = _theirs.Append([theirs.Hash]);
        foreach (var full in appended.FullTiles)
            _theirTiles.Add(full.Id, full.Tile);
        _theirs = appended.Tail;
        var index = _theirs.Size - 1;
        var item = new ReceiptItem(
            id,
            signed,
            code,
            index,
            Encoding.UTF8.GetString(theirs.Bytes.Span),
            ProofText.Write(InclusionProof.Prove(index, _theirs.Size, _theirs, tile => _theirTiles[tile]))
        );
        var head = new Checkpoint(LogParty.Mys.Card.Log.Origin, _theirs.Size, _theirs.Root());
        _heads[HeadPath.Of(LogParty.Mys.Card.Party, head.Origin, head.Size)] = CosignedCheckpoint.Of(
            CheckpointNote.Sign(head, Clock.Now(), LogParty.Mys.Signers),
            index % 2 == 0 ? [Cosignature.Sign(head, Clock.Now(), LogParty.Bgd.Witness)] : []
        );
        _receipts[_leaves.Count] = new(_leaves.Count, LogParty.Mys.Card.Party, head.Origin, head.Size, item);
        var settled = Draft(accepted ? LedgerEvents.MessageDelivered : LedgerEvents.MessageRefused, id, signed) with
        {
            Code = code,
            Detail = new() { ["index"] = index, ["leaf"] = Digest.Of(theirs.Bytes.Span).ToString() },
        };
        Append(lie is null ? settled : lie(settled));
    }

    public void Append(LeafDraft draft)
    {
        var leaf = LeafWriter.Write(draft, LogParty.Bgd.Card.Party, Clock.Now(), RandomNumberGenerator.GetBytes(LedgerLeaf.SaltSize));
        _leaves.Add(leaf);
        Tail = Tail.Append([leaf.Hash]).Tail;
    }

    /// <summary>Signs the present head and has it cosigned.</summary>
    public void Checkpoint(DateTimeOffset? at = null, NoteSigner? witness = null, long? size = null)
    {
        var head = new Checkpoint(LogParty.Bgd.Card.Log.Origin, size ?? Tail.Size, Tail.Root());
        var time = at ?? Clock.Now();
        _checkpoints[head.Size] = CosignedCheckpoint.Of(
            CheckpointNote.Sign(head, time, LogParty.Bgd.Signers),
            [Cosignature.Sign(head, time, witness ?? LogParty.Mys.Witness)]
        );
    }

    /// <summary>Writes all up to the newest checkpoint.</summary>
    public void WriteTo(string folder)
    {
        var size = Tail.Size;
        foreach (var party in (LogParty[])[LogParty.Bgd, LogParty.Mys])
            Write(folder, new CardPath(party.Card.Party, party.Card.Serial).ToString(), party.Bytes);
        foreach (var (at, checkpoint) in _checkpoints)
            Write(folder, CheckpointCheck.PathOf(at), Encoding.UTF8.GetBytes(checkpoint.ToString()));
        Write(folder, "checkpoint", Encoding.UTF8.GetBytes(NewestCheckpoint.ToString()));
        foreach (var (path, head) in _heads)
            Write(folder, path.ToString(), Encoding.UTF8.GetBytes(head.ToString()));
        for (var bundle = 0; bundle * TileId.Width < size; bundle++)
        {
            var (first, width) = (bundle * TileId.Width, TilePath.WidthAt(bundle, size));
            Write(
                folder,
                TilePath.Entries(bundle, width).ToString(),
                EntryBundle.Write([.. _leaves.GetRange(first, width).Select(leaf => leaf.Bytes)])
            );
            var lines = _receipts.Where(line => line.Key >= first && line.Key < first + width).Select(line => line.Value).ToList();
            if (lines.Count > 0)
                Write(folder, TilePath.Receipts(bundle, width).ToString(), [.. lines.SelectMany(Line)]);
        }

        var tree = LogTail.Empty.Append([.. _leaves.Select(leaf => leaf.Hash)]);
        foreach (var full in tree.FullTiles)
            Write(folder, TilePath.Of(full.Id).ToString(), full.Tile.ToBytes());
        foreach (var (id, tile) in tree.Tail.Unfinished())
            Write(folder, TilePath.Of(id, tile.Count).ToString(), tile.ToBytes());
    }

    private static byte[] Line(ReceiptLine line) =>
        [
            .. ReceiptLine.Write(
                line.Entry,
                line.Counterpart,
                line.Origin,
                line.Size,
                JsonSerializer.Serialize(line.Item, ProtocolJson.Options)
            ),
            (byte)'\n',
        ];

    private static void Write(string folder, string path, byte[] bytes)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    private static LeafDraft Draft(string @event, Guid id, Digest signed) =>
        new(@event)
        {
            Counterpart = LogParty.Mys.Card.Party,
            ExchangeId = id,
            MessageId = id,
            Kind = CaseKinds.Request,
            Sequence = 1,
            Signed = signed,
        };

    private static Digest Random() => Digest.FromBytes(RandomNumberGenerator.GetBytes(Digest.Size));
}
