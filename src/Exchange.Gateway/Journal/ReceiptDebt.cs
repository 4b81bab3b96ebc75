namespace Exchange.Gateway.Journal;

/// <summary>A receipt that a batch owes: made under the checkpoint that the batch ends with.</summary>
/// <param name="Counterpart">Whose message it was.</param>
/// <param name="MessageId">Absent if it could not be read.</param>
/// <param name="Signed">Digest of the message's detached signature.</param>
/// <param name="Code">What became of it.</param>
/// <param name="Index">Of the entry that says so.</param>
/// <param name="Leaf">That entry's exact bytes.</param>
internal sealed record ReceiptDebt(PartyName Counterpart, Guid? MessageId, Digest Signed, ReceiptCode Code, long Index, ReadOnlyMemory<byte> Leaf);
