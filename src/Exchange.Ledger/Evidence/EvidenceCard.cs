using System.Diagnostics.CodeAnalysis;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Evidence;

/// <summary>A party's card, with the keys of its ledger and its witness.</summary>
public sealed class EvidenceCard
{
    private EvidenceCard(PartyCard card, ReadOnlyMemory<byte> bytes, LogVerifiers log, VerifierKey witness) =>
        (Card, Bytes, Log, Witness) = (card, bytes, log, witness);

    public PartyCard Card { get; }

    /// <summary>The exact bytes, whose SHA-256 the officers have confirmed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public LogVerifiers Log { get; }

    public VerifierKey Witness { get; }

    public PartyName Party => Card.Party;

    public string Fingerprint => Protocol.Parties.Fingerprint.Of(Bytes.Span);

    /// <summary>Reads a card; false if the card or one of its keys is malformed.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out EvidenceCard? card)
    {
        card = PartyCard.Read(bytes).Value is { } read && LogVerifiers.TryRead(read.Log, out var log) && Cosignature.TryReadKey(read.Witness, out var witness)
            ? new(read, bytes, log, witness)
            : null;
        return card is not null;
    }

    public override string ToString() => Party.Value;
}
