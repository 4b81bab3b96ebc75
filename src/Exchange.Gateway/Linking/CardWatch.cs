using System.Collections.Concurrent;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Linking;

/// <summary>Warns, once a day and party, of a card that has expired, so that messages wait, and of our own before it expires.</summary>
internal sealed class CardWatch(OwnParty own, TimeProvider clock, ILogger<CardWatch> logger)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromDays(1);

    // Time for the authority to sign and for the officers to exchange a card.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    private readonly ConcurrentDictionary<PartyName, long> _said = new();

    public void Look(Counterpart counterpart)
    {
        if (Ended(counterpart.Card) is { } ended && IsNews(counterpart.Name))
        {
            logger.LogWarning(
                "The card of {Party} is not valid any more, so its messages are deferred or refused: {Pointer}: {Text} Import a "
                    + "newer card of it",
                counterpart,
                ended.Pointer,
                ended.Text
            );
        }

        if (EndsSoon(own.Card) is { } ends && IsNews(own.Name))
        {
            logger.LogWarning(
                "Our own card expires within 14 days. Then the counterparts defer or refuse our messages, and if the revocation "
                    + "list has expired, our own broker refuses every login: {Pointer}: {Text} Renew the card (exchange party renew) "
                    + "and give it to the counterparts",
                ends.Pointer,
                ends.Text
            );
        }
    }

    /// <summary>What of a card has expired, or null.</summary>
    internal Fault? Ended(PartyCard card) => CardCheck.Check(card, clock.Now()).FirstOrDefault(IsOfTime);

    /// <summary>What of a card expires soon, or null.</summary>
    internal Fault? EndsSoon(PartyCard card) => CardCheck.Check(card, clock.Now() + Ahead).FirstOrDefault(IsOfTime);

    // A path without a fresh revocation list counts as none.
    private static bool IsOfTime(Fault fault) => fault.Code is ReceiptCode.CertificatePath or ReceiptCode.CertificateNotValidThen;

    private bool IsNews(PartyName party)
    {
        if (_said.TryGetValue(party, out var at) && clock.GetElapsedTime(at) < BetweenWarnings)
            return false;
        _said[party] = clock.GetTimestamp();
        return true;
    }
}
