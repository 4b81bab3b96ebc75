using Exchange.Ledger.Export;
using Exchange.Sealing.Certificates;

namespace Exchange.Cli.Ledger;

/// <summary>The cards that verify an export. A party may have several; what an older one signed stays valid.</summary>
internal sealed class LogCards(IReadOnlyList<KnownCard> cards)
{
    public IReadOnlyList<KnownCard> All => cards;

    /// <summary>The owner of a ledger: the party whose card has this origin.</summary>
    public PartyName? OwnerOf(string origin) => cards.FirstOrDefault(card => card.Card.Log.Origin == origin)?.Party;

    /// <summary>The checkpoint, if both ledger keys of a card of <paramref name="party"/> have signed it.</summary>
    public VerifiedCheckpoint? Verify(string note, PartyName party) =>
        cards
            .Where(card => card.Party == party && card.LogKeys is not null)
            .Select(card => CheckpointNote.Verify(note, card.LogKeys!, NoteSignatures.Verify))
            .FirstOrDefault(verified => verified is not null);

    /// <summary>Who cosigned, and when; null if the line is not valid or of the ledger's owner.</summary>
    public (PartyName Witness, DateTimeOffset At)? VerifyCosignature(Checkpoint checkpoint, string line, PartyName owner)
    {
        foreach (var card in cards.Where(card => card.Party != owner && card.WitnessKey is not null))
        {
            if (Cosignature.Verify(checkpoint, line, card.WitnessKey!, NoteSignatures.Verify) is { } at)
                return (card.Party, at);
        }

        return null;
    }

    /// <summary>True if a card of <paramref name="witness"/> has the key that has signed this line.</summary>
    public bool IsCosignedBy(Checkpoint checkpoint, string line, PartyName witness) =>
        cards
            .Where(card => card.Party == witness && card.WitnessKey is not null)
            .Any(card => Cosignature.Verify(checkpoint, line, card.WitnessKey!, NoteSignatures.Verify) is not null);
}

/// <summary>A party card with the keys that verify its party's ledger and witness.</summary>
internal sealed record KnownCard(PartyCard Card, byte[] Bytes)
{
    public LogVerifiers? LogKeys { get; } = LogVerifiers.TryRead(Card.Log, out var keys) ? keys : null;
    public VerifierKey? WitnessKey { get; } = Cosignature.TryReadKey(Card.Witness, out var key) ? key : null;
    public PartyName Party => Card.Party;

    /// <summary>The fingerprint that officers compare.</summary>
    public string Fingerprint { get; } = Protocol.Parties.Fingerprint.Of(Bytes);

    public override string ToString() => $"{Party} {Card.Serial}";
}

/// <summary>The cards of an export.</summary>
internal static class FolderCards
{
    private const string Folder = "cards";

    /// <summary>The cards in an export; where there are trusted ones, they must be among those.</summary>
    /// <exception cref="LogFileException">A file is not a card, or not one of the trusted ones.</exception>
    public static LogCards Read(LogFiles files, IReadOnlyList<KnownCard>? trusted)
    {
        var folder = Path.Combine(files.Folder, Folder);
        var paths = Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
        var cards = paths
            .Select(path => $"{Folder}/{Path.GetFileName(path)}")
            .Where(path => !OsLitter.Is(path))
            .Order(StringComparer.Ordinal)
            .Select(path => Read(files, path))
            .ToList();
        if (
            trusted is not null
            && cards.Find(card => !trusted.Any(other => other.Bytes.AsSpan().SequenceEqual(card.Bytes))) is { } stranger
        )
        {
            throw new LogFileException(
                new CardPath(stranger.Party, stranger.Card.Serial).ToString(),
                $"is not one of the cards that were given. Its fingerprint: {stranger.Fingerprint}"
            );
        }

        return new(cards);
    }

    private static KnownCard Read(LogFiles files, string path)
    {
        var bytes = files.Read(path, PartyCard.MaximumSize);
        var read = PartyCard.Read(bytes);
        if (read.Value is not { } card)
            throw new LogFileException(path, $"is not a party card: {read.Faults[0].Pointer} {read.Faults[0].Text}");
        return new CardPath(card.Party, card.Serial).ToString() == path
            ? new(card, bytes)
            : throw new LogFileException(path, $"is the card of {card.Party} with serial {card.Serial}.");
    }
}

/// <summary>
/// The certificates and revocation lists of an export's cards, at the time when each card began. Later expiry is a note and no fault:
/// signatures stay valid.
/// </summary>
internal sealed class CardsCheck(LogCards cards, DateTimeOffset now)
{
    public IEnumerable<string> Faults()
    {
        foreach (var known in cards.All)
        {
            foreach (var fault in CardCheck.Check(known.Card, known.Card.ValidFrom))
            {
                yield return $"The card of {known.Party} with serial {known.Card.Serial} was not valid when it began: {fault.Pointer}: "
                    + $"{fault.Text}";
            }

            foreach (var fault in CardCheck.Conflicts(known.Card, cards.All.Select(other => other.Card)))
                yield return $"The card of {known.Party} with serial {known.Card.Serial}: {fault.Pointer}: {fault.Text}";
        }
    }

    /// <summary>Faults that the cards would have if they were imported now.</summary>
    public IEnumerable<string> Notes() =>
        from known in cards.All
        where CardCheck.Check(known.Card, known.Card.ValidFrom).Count == 0
        from fault in CardCheck.Check(known.Card, now).Take(1)
        select $"The card of {known.Party} with serial {known.Card.Serial}, from {ProtocolTime.Write(known.Card.ValidFrom)}, would no "
            + $"longer be accepted: {fault.Pointer}: {fault.Text}";
}
