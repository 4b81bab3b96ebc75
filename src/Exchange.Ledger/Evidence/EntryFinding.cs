using Exchange.Ledger.Entries;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Evidence;

/// <summary>An entry that is proved to stand in a log, with who has signed for it.</summary>
/// <param name="Leaf">The entry.</param>
/// <param name="Origin">The log.</param>
/// <param name="Index">Of the entry, from 0.</param>
/// <param name="Size">Entries of the log at the checkpoint.</param>
/// <param name="SignedAt">When the log signed the checkpoint, whole seconds (UTC).</param>
/// <param name="Witness">Who cosigned it.</param>
/// <param name="CosignedAt">When, whole seconds (UTC).</param>
public sealed record EntryFinding(
    LedgerLeaf Leaf, string Origin, long Index, long Size, DateTimeOffset SignedAt, PartyName Witness, DateTimeOffset CosignedAt);
