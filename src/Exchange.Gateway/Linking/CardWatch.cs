using System.Collections.Concurrent;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Linking;

/// <summary>Says, once a day and party, which card has come to its end so that messages wait, and that our own is about to.</summary>
internal sealed class CardWatch(OwnParty own, TimeProvider clock, ILogger<CardWatch> logger)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromDays(1);

    // Time for the authority to sign, and for the officers to exchange a card.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    private readonly ConcurrentDictionary<PartyName, long> _said = new();

    public void Look(Counterpart counterpart)
    {
        if (Ended(counterpart.Card) is { } ended && IsNews(counterpart.Name))
        {
            logger.LogWarning("The card of {Party} is not good any more, so that its messages wait or are refused: {Pointer}: {Text} Take a newer card of it",
                counterpart, ended.Pointer, ended.Text);
        }

        if (EndsSoon(own.Card) is { } ends && IsNews(own.Name))
        {
            logger.LogWarning("Our own card ends within 14 days. Then the counterparts defer or refuse our messages, and with an ended revocation list our own broker refuses every login: {Pointer}: {Text} Renew it (exchange party renew) and give it to the counterparts",
                ends.Pointer, ends.Text);
        }
    }

    /// <summary>What of a card is out of date now, or nothing.</summary>
    internal Fault? Ended(PartyCard card) => CardCheck.Check(card, clock.Now()).FirstOrDefault(IsOfTime);

    /// <summary>What of a card will be out of date soon, or nothing.</summary>
    internal Fault? EndsSoon(PartyCard card) => CardCheck.Check(card, clock.Now() + Ahead).FirstOrDefault(IsOfTime);

    // A path counts as none while its list of revocations is stale.
    private static bool IsOfTime(Fault fault) => fault.Code is ReceiptCode.CertificatePath or ReceiptCode.CertificateNotValidThen;

    private bool IsNews(PartyName party)
    {
        if (_said.TryGetValue(party, out var at) && clock.GetElapsedTime(at) < BetweenWarnings)
            return false;
        _said[party] = clock.GetTimestamp();
        return true;
    }
}
