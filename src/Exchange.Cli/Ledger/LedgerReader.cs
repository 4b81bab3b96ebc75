using System.Text;
using Exchange.Cli.Gateway;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Verification;
using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Ledger;

/// <summary>Reads a whole log over the API and verifies it with the cards at home.</summary>
internal sealed class LedgerReader(GatewayClient client, PartyCard card, IReadOnlyList<PartyCard> counterparts)
{
    private readonly List<LedgerLeaf> _entries = [];

    /// <summary>The entries that were read and have the form of one.</summary>
    public IReadOnlyList<LedgerLeaf> Entries => _entries;

    public async Task<LogVerdict> VerifyAsync(CancellationToken cancellation)
    {
        // The head first: entries that come meanwhile are after it.
        var head = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
        var verification = new LogVerification(card, NoteSignatures.Verify);
        for (long read = 0; read < head.Size;)
        {
            var page = await client.GetAsync<EntriesView>($"api/v1/ledger/entries?from={read}", cancellation);
            var leaves = page.Leaves.Take((int)Math.Min(page.Leaves.Count, head.Size - read)).Select(leaf => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(leaf)).ToList();
            if (leaves.Count == 0)
                break;
            verification.Add(leaves);
            _entries.AddRange(leaves.Select(leaf => LedgerLeaf.Read(leaf).Value).OfType<LedgerLeaf>());
            read += leaves.Count;
        }

        verification.CheckNewest(head.Checkpoint);
        foreach (var cosignature in head.Cosignatures)
        {
            if (counterparts.FirstOrDefault(party => party.Party.Value == cosignature.Witness) is { } witness)
                verification.CheckCosigned(cosignature.Note, cosignature.Line, witness);
        }

        return verification.Conclude();
    }
}
