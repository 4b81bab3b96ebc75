using System.Text;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Export;
using Exchange.Ledger.Verification;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Reads a whole ledger over the API and verifies it with the cards in the home; a cosignature also with a former card, which is then
/// named.
/// </summary>
internal sealed class LedgerReader(GatewayClient client, PartyCard card, IReadOnlyList<PartyCard> counterparts)
{
    private readonly FormerCards _former = new(client);
    private readonly FaultList _faults = new();

    private readonly List<LedgerLeaf> _entries = [];

    /// <summary>Keeps the entries for <see cref="Entries"/>; a ledger may be larger than the memory.</summary>
    public bool KeepsEntries { get; init; }

    /// <summary>Results that rest on other cards than those in the home.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The well-formed entries that were kept.</summary>
    public IReadOnlyList<LedgerLeaf> Entries => _entries;

    public async Task<LogVerdict> VerifyAsync(WorkProgress progress, CancellationToken cancellation)
    {
        // The checkpoint first: entries that come meanwhile are after it.
        var head = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
        if (head.Suspension is { } suspension)
            _faults.Add($"The gateway's own ledger is suspended, and signs nothing: {suspension}");
        var tree = new LogVerification(LogTail.Empty, await ExpectedAsync(head, cancellation));
        while (tree.Tail.Size < head.Size && await ReadAsync(tree.Tail.Size, head.Size, cancellation) is { } entries)
        {
            _faults.AddRange(entries.Faults);
            tree.Add(entries);
            progress.Tell(tree.Tail.Size, head.Size);
        }

        var verdict = tree.Conclude();
        _faults.AddRange(verdict.Faults);
        if (verdict.Size != head.Size)
            _faults.Add($"The gateway's checkpoint is for {head.Size} entries; it gave {verdict.Size}.");
        return verdict with { Faults = _faults.All };
    }

    private async Task<CheckedEntries?> ReadAsync(long from, long size, CancellationToken cancellation)
    {
        var page = await client.GetAsync<EntriesView>($"api/v1/ledger/entries?from={from}", cancellation);
        var leaves = page
            .Leaves.Take((int)Math.Min(page.Leaves.Count, size - from))
            .Select(leaf => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(leaf))
            .ToList();
        if (KeepsEntries)
            _entries.AddRange(leaves.Select(leaf => LedgerLeaf.Read(leaf).Value).OfType<LedgerLeaf>());
        return leaves.Count == 0 ? null : CheckedEntries.Of(from, leaves, card.Party);
    }

    // The newest checkpoint, and the newest that each witness has cosigned.
    private async Task<List<Checkpoint>> ExpectedAsync(LedgerView head, CancellationToken cancellation)
    {
        var expected = new List<Checkpoint>();
        if (head.Checkpoint is { } newest && Verify(newest) is { } checkpoint)
        {
            expected.Add(checkpoint);
            if (checkpoint.Size != head.Size)
                _faults.Add($"The newest checkpoint is for {checkpoint.Size} entries, not for {head.Size}.");
        }
        else if (head.Size > 0 && head.Checkpoint is null)
        {
            _faults.Add("The ledger has entries, but no checkpoint.");
        }

        foreach (var cosignature in head.Cosignatures)
        {
            if (
                counterparts.FirstOrDefault(party => party.Party.Value == cosignature.Witness) is { } witness
                && Verify(cosignature.Note) is { } cosigned
            )
            {
                expected.Add(cosigned);
                if (IsBy(witness, cosigned, cosignature.Line))
                    continue;
                if (
                    (await _former.OfAsync(witness, cancellation)).FirstOrDefault(card => IsBy(card, cosigned, cosignature.Line)) is
                    { } former
                )
                {
                    Notes.Add(
                        $"The cosignature of {witness.Party} at size {cosigned.Size} is by the key of its former card, serial "
                            + $"{former.Serial}, as the gateway has it: compare that card's fingerprint with the one that its officer "
                            + "confirmed."
                    );
                }
                else
                {
                    _faults.Add($"The cosignature of {witness.Party} at size {cosigned.Size} does not hold.");
                }
            }
        }

        return [.. expected.OrderBy(one => one.Size)];
    }

    private Checkpoint? Verify(string note)
    {
        var verified = CheckpointNote.Verify(note, LogVerifiers.Read(card.Log), NoteSignatures.Verify);
        if (verified is null)
            _faults.Add("A checkpoint is not signed by the two ledger keys of the card.");
        return verified?.Checkpoint;
    }

    private static bool IsBy(PartyCard witness, Checkpoint checkpoint, string line) =>
        Cosignature.TryReadKey(witness.Witness, out var key)
        && Cosignature.Verify(checkpoint, line, key, NoteSignatures.Verify) is not null;
}

/// <summary>
/// The former cards of a party, as the gateway has them: what their keys signed stays valid. A verification that relies on one must name
/// it.
/// </summary>
internal sealed class FormerCards(GatewayClient client)
{
    private readonly Dictionary<PartyName, IReadOnlyList<PartyCard>> _known = [];

    public async Task<IReadOnlyList<PartyCard>> OfAsync(PartyCard newest, CancellationToken cancellation)
    {
        if (!_known.TryGetValue(newest.Party, out var former))
            _known[newest.Party] = former = await ReadAsync(newest, cancellation);
        return former;
    }

    private async Task<IReadOnlyList<PartyCard>> ReadAsync(PartyCard newest, CancellationToken cancellation)
    {
        var former = new List<PartyCard>();
        foreach (var name in await client.GetAsync<IReadOnlyList<string>>("api/v1/ledger/cards", cancellation))
        {
            if (
                CardPath.TryParse($"cards/{name}", out var path)
                && path.Party == newest.Party
                && path.Serial < newest.Serial
                && PartyCard.Read(await client.GetBytesAsync($"api/v1/ledger/{path}", PartyCard.MaximumSize, cancellation)).Value
                    is { } card
                && card.Party == path.Party
                && card.Serial == path.Serial
            )
            {
                former.Add(card);
            }
        }

        return former;
    }
}
