using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// What a taker verifies before it takes a card (border protocol, section 1), once the officers have confirmed its
/// fingerprint: that the card could speak at all, for no other party, and with keys that no other card has.
/// </summary>
public static class CardCheck
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>Checks a card by itself. No fault means: every certificate in it would be believed now.</summary>
    /// <param name="card">A card, read strictly.</param>
    /// <param name="now">UTC; for validity and revocation.</param>
    /// <returns>
    /// All faults, in the card's order: 350 (no path; an authority that is none, or that stands in a chain; no fresh revocation
    /// list), 351 (not valid now), 352 (revoked), 353 (not a certificate or request of its role), 401 (cannot be read; names or
    /// keys that do not fit), 501 (the card is not in force yet).
    /// </returns>
    public static IReadOnlyList<Fault> Check(PartyCard card, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(card);
        return [.. InForce(card, now), .. Protocols(card), .. CertificateCheck.Check(card, now), .. Client(card), .. NoteKeyCheck.Check(card), .. Keys(card)];
    }

    /// <summary>Checks that no other card has this one's origin, names or keys (401). Cards of the same party, which it replaces, may.</summary>
    public static IReadOnlyList<Fault> Conflicts(PartyCard card, IEnumerable<PartyCard> others)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(others);
        var rivals = others.Where(other => other.Party != card.Party).ToList();
        var names = rivals.SelectMany(other => new[] { other.Log.Origin, other.Witness.Name }).ToHashSet(StringComparer.Ordinal);
        var keys = rivals.SelectMany(CardKeys.Of).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var taken = CardKeys.Of(card).Where(entry => keys.Contains(entry.Key)).Select(entry => entry.Pointer).ToList();
        if (names.Contains(card.Log.Origin))
            taken.Add("/log/origin");
        if (names.Contains(card.Witness.Name))
            taken.Add("/witness/name");
        return [.. taken.Select(pointer => new Fault(ReceiptCode.MembersOrTypes, pointer, "Another party's card has it already."))];
    }

    // 10 minutes for clocks, as for messages.
    private static IEnumerable<Fault> InForce(PartyCard card, DateTimeOffset now)
    {
        if (card.ValidFrom > now + ClockTolerance)
            yield return new(ReceiptCode.TimesImplausible, "/validFrom", "The card is not in force yet. Take it once this time has come.");
    }

    private static IEnumerable<Fault> Protocols(PartyCard card)
    {
        if (!card.Protocols.Contains(MessageHeader.Protocol))
            yield return new(ReceiptCode.MembersOrTypes, "/protocols", $"The party does not open {MessageHeader.Protocol}.");
    }

    private static IEnumerable<Fault> Client(PartyCard card)
    {
        if (!ClientRequest.TryRead(card.Client, out var request))
            yield return new(ReceiptCode.MembersOrTypes, "/client", "Not one PKCS#10 request in PEM, signed with its own key.");
        else if (!request.HasP256Key || request.Party != card.Party)
            yield return new(ReceiptCode.NotTheSigningCertificate, "/client", "The request is not for a P-256 key with the party as its one CN.");
    }

    private static IEnumerable<Fault> Keys(PartyCard card)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (pointer, key) in CardKeys.Of(card))
        {
            if (!seen.Add(key))
                yield return new(ReceiptCode.MembersOrTypes, pointer, "The key has another role on this card already.");
        }
    }
}
