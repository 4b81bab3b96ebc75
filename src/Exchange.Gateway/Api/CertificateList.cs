using Exchange.Gateway.Border;
using Exchange.Gateway.Issuing;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Api;

/// <summary>
/// Everything with an end on which the links rely: of our card, of the counterparts' cards, of grants, of brokers, of our API.
/// </summary>
internal sealed class CertificateList(OwnParty own, GatewayHome home, Counterparts counterparts, LinkStates states)
{
    /// <summary>The earliest end first.</summary>
    public IReadOnlyList<CertificateView> All() =>
        [
            .. OfCard(own.Card, ours: true)
                .Concat(OfOurMachine())
                .Concat(counterparts.All.SelectMany(Of))
                .OfType<CertificateView>()
                .OrderBy(view => view.ValidUntil)
                .ThenBy(view => view.Party, StringComparer.Ordinal)
                .ThenBy(view => view.Use),
        ];

    private static IEnumerable<CertificateView?> OfCard(PartyCard card, bool ours) =>
        [
            View(card.Party, CertificateUse.Signing, ours, EarliestEnd.OfChain(card.Signing, card.Authorities)),
            View(card.Party, CertificateUse.Encryption, ours, EarliestEnd.OfChain(card.Encryption, card.Authorities)),
            View(card.Party, CertificateUse.Kem, ours, EarliestEnd.OfChain(card.Kem, card.Authorities)),
            View(card.Party, CertificateUse.RevocationList, ours, EarliestEnd.OfLists(card.Crls)),
        ];

    private IEnumerable<CertificateView?> OfOurMachine()
    {
        yield return View(own.Name, CertificateUse.Client, true, OfFile(home.OwnClient), at: own.Name);
        yield return View(own.Name, CertificateUse.Api, true, OfFile(home.ApiCertificate));
        // All links meet at one broker of ours.
        yield return counterparts
            .All.Select(counterpart => states.Shown(counterpart.Name, outgoing: false))
            .OfType<ShownCertificate>()
            .FirstOrDefault()
            is { } shown
            ? View(own.Name, CertificateUse.Broker, true, new(shown.Subject, shown.ValidUntil), at: own.Name)
            : null;
    }

    private IEnumerable<CertificateView?> Of(Counterpart counterpart)
    {
        foreach (var view in OfCard(counterpart.Card, ours: false))
            yield return view;
        if (counterpart.Grant is { } grant)
        {
            yield return View(
                own.Name,
                CertificateUse.Client,
                true,
                EarliestEnd.OfChain(grant.Certificate, counterpart.Card.Authorities),
                at: counterpart.Name
            );
        }

        // The newest that is not revoked is the one with which it can still log in.
        var granted = IssuedGrant
            .Readable(home)
            .Where(issued => issued.Grant.For == counterpart.Name && !own.Card.HasRevoked(issued.Grant.Certificate))
            .Select(issued => EarliestEnd.OfChain(issued.Grant.Certificate, own.Card.Authorities))
            .OfType<EarliestEnd>()
            .MaxBy(end => end.At);
        yield return View(counterpart.Name, CertificateUse.Client, false, granted, at: own.Name);
        if (states.Shown(counterpart.Name, outgoing: true) is { } shown)
            yield return View(counterpart.Name, CertificateUse.Broker, false, new(shown.Subject, shown.ValidUntil), at: counterpart.Name);
    }

    private EarliestEnd? OfFile(string file) =>
        File.Exists(file) ? EarliestEnd.OfChain(File.ReadAllText(file), own.Card.Authorities) : null;

    private static CertificateView? View(PartyName party, CertificateUse use, bool ours, EarliestEnd? end, PartyName? at = null) =>
        end is null ? null : new(party.Value, use, ours, end.Name, end.At) { At = at?.Value };
}
