using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Ledger;

/// <summary>The cards that verify an export. A party may have several; what an older one signed stays valid.</summary>
internal sealed class LogCards(IReadOnlyList<KnownCard> cards)
{
    public IReadOnlyList<KnownCard> All => cards;

    /// <summary>The card in force: the one with the highest serial.</summary>
    public KnownCard? Newest(PartyName party) => cards.Where(card => card.Party == party).MaxBy(card => card.Card.Serial);

    /// <summary>The owner of a ledger: the party whose card has this origin.</summary>
    public PartyName? OwnerOf(string origin) => cards.FirstOrDefault(card => card.Card.Log.Origin == origin)?.Party;

    /// <summary>The checkpoint, if both ledger keys of a card of <paramref name="party"/> have signed it.</summary>
    public VerifiedCheckpoint? Verify(string note, PartyName party) => cards
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
    public bool IsCosignedBy(Checkpoint checkpoint, string line, PartyName witness) => cards
        .Where(card => card.Party == witness && card.WitnessKey is not null)
        .Any(card => Cosignature.Verify(checkpoint, line, card.WitnessKey!, NoteSignatures.Verify) is not null);
}
