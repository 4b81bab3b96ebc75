namespace Exchange.Ledger.Evidence;

/// <summary>
/// A party's card, with its exact bytes, whose SHA-256 the officers have confirmed, and the keys of its ledger and its witness.
/// </summary>
public sealed record EvidenceCard(PartyCard Card, ReadOnlyMemory<byte> Bytes, LogVerifiers Log, VerifierKey Witness)
{
    public PartyName Party => Card.Party;

    public string Fingerprint => Protocol.Parties.Fingerprint.Of(Bytes.Span);

    /// <summary>Reads a card; false if the card or one of its keys is malformed.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out EvidenceCard? card)
    {
        card =
            PartyCard.Read(bytes).Value is { } read
            && LogVerifiers.TryRead(read.Log, out var log)
            && Cosignature.TryReadKey(read.Witness, out var witness)
                ? new(read, bytes, log, witness)
                : null;
        return card is not null;
    }

    public override string ToString() => Party.Value;
}
