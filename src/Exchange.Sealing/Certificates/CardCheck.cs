using System.Text;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// The checks before a card is imported (border protocol, section 1), after the officers have confirmed its
/// fingerprint: its certificates are usable, belong to its party, and no other card has its keys.
/// </summary>
public static class CardCheck
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>Checks a card by itself. No fault means that every certificate in it would be trusted now.</summary>
    /// <returns>
    /// All faults, in the order of the card's members: 350 (no path; an invalid authority, or one in a chain; no fresh revocation
    /// list), 351 (not valid now), 352 (revoked), 353 (wrong certificate or request for its role), 401 (malformed; names or
    /// keys that do not match), 501 (the card is not valid yet).
    /// </returns>
    public static IReadOnlyList<Fault> Check(PartyCard card, DateTimeOffset now) =>
        [
            .. InForce(card, now),
            .. Protocols(card),
            .. CertificateCheck.Check(card, now),
            .. Client(card),
            .. NoteKeyCheck.Check(card),
            .. Keys(card),
        ];

    /// <summary>Checks that no other party's card has the same origin, witness name or keys (401).</summary>
    public static IReadOnlyList<Fault> Conflicts(PartyCard card, IEnumerable<PartyCard> others)
    {
        var rivals = others.Where(other => other.Party != card.Party).ToList();
        var names = rivals.SelectMany(other => new[] { other.Log.Origin, other.Witness.Name }).ToHashSet(StringComparer.Ordinal);
        var keys = rivals.SelectMany(CardKeys.Of).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var taken = CardKeys.Of(card).Where(entry => keys.Contains(entry.Key)).Select(entry => entry.Pointer).ToList();
        if (names.Contains(card.Log.Origin))
            taken.Add("/log/origin");
        if (names.Contains(card.Witness.Name))
            taken.Add("/witness/name");
        return
        [
            .. taken.Select(pointer => new Fault(ReceiptCode.MembersOrTypes, pointer, "Another party's card already uses this value.")),
        ];
    }

    // The tolerance for clocks is the same as for messages: 10 minutes.
    private static IEnumerable<Fault> InForce(PartyCard card, DateTimeOffset now)
    {
        if (card.ValidFrom > now + ClockTolerance)
            yield return new(ReceiptCode.TimesImplausible, "/validFrom", "The card is not valid yet. Import it after this time.");
    }

    private static IEnumerable<Fault> Protocols(PartyCard card)
    {
        if (!card.Protocols.Contains(MessageHeader.Protocol))
            yield return new(ReceiptCode.MembersOrTypes, "/protocols", $"The party does not support {MessageHeader.Protocol}.");
    }

    private static IEnumerable<Fault> Client(PartyCard card)
    {
        if (!ClientRequest.TryRead(card.Client, out var request))
        {
            yield return new(ReceiptCode.MembersOrTypes, "/client", "Not exactly one PKCS#10 request in PEM, signed with its own key.");
        }
        else if (!request.HasP256Key || request.Party != card.Party)
        {
            yield return new(
                ReceiptCode.NotTheSigningCertificate,
                "/client",
                "The request must be for a P-256 key, with the party as its only CN."
            );
        }
    }

    private static IEnumerable<Fault> Keys(PartyCard card)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (pointer, key) in CardKeys.Of(card))
        {
            if (!seen.Add(key))
                yield return new(ReceiptCode.MembersOrTypes, pointer, "The card already uses this key in another role.");
        }
    }
}

/// <summary>The keys of a card, for comparison with each other and with other cards. A key that cannot be read is left out.</summary>
internal static class CardKeys
{
    /// <summary>Each key as text, equal for equal keys, with the JSON pointer of its member.</summary>
    public static IEnumerable<(string Pointer, string Key)> Of(PartyCard card) =>
        [
            .. Leaf("/signing", card.Signing),
            .. Leaf("/encryption", card.Encryption),
            .. Leaf("/kem", card.Kem),
            .. Client(card.Client),
            .. Notes("/log/verifiers", card.Log.Verifiers),
            .. Notes("/witness/verifiers", card.Witness.Verifiers),
        ];

    private static IEnumerable<(string Pointer, string Key)> Leaf(string pointer, string pem)
    {
        if (CardCertificate.TryReadAll(pem, out var chain))
            yield return (pointer, Convert.ToHexString(chain[0].PublicKeyInfo));
    }

    private static IEnumerable<(string Pointer, string Key)> Client(string pem)
    {
        if (ClientRequest.TryRead(pem, out var request))
            yield return ("/client", Convert.ToHexString(request.PublicKeyInfo));
    }

    private static IEnumerable<(string Pointer, string Key)> Notes(string pointer, IReadOnlyList<string> verifiers)
    {
        for (var index = 0; index < verifiers.Count; index++)
        {
            if (VerifierKey.TryParse(verifiers[index], out var verifier))
                yield return ($"{pointer}/{index}", Convert.ToHexString(verifier.PublicKey.Span));
        }
    }
}

/// <summary>The part of <see cref="CardCheck"/> for the keys of the ledger and the witness.</summary>
internal static class NoteKeyCheck
{
    // The maximum in a cosigned checkpoint (C2SP tlog-cosignature), where the length of a name is one byte.
    private const int LongestName = 255;

    public static IEnumerable<Fault> Check(PartyCard card)
    {
        if (Encoding.UTF8.GetByteCount(card.Log.Origin) > LongestName)
            yield return new(ReceiptCode.MembersOrTypes, "/log/origin", $"The origin is longer than {LongestName} bytes of UTF-8.");
        if (!HasKeys(card.Log))
        {
            yield return new(
                ReceiptCode.MembersOrTypes,
                "/log/verifiers",
                "Must be one Ed25519 and one ML-DSA-44 verifier key, in this order, with the origin as name."
            );
        }

        if (Encoding.UTF8.GetByteCount(card.Witness.Name) > LongestName)
            yield return new(ReceiptCode.MembersOrTypes, "/witness/name", $"The name is longer than {LongestName} bytes of UTF-8.");
        if (!HasKey(card.Witness))
        {
            yield return new(
                ReceiptCode.MembersOrTypes,
                "/witness/verifiers",
                "Must be one ML-DSA-44 verifier key, with the name of the witness."
            );
        }

        if (card.Witness.Name == card.Log.Origin)
            yield return new(ReceiptCode.MembersOrTypes, "/witness/name", "The witness must not have the name of the ledger.");
    }

    // BouncyCastle also checks that an Ed25519 key is a point of the group.
    private static bool HasKeys(CardLog log) =>
        LogVerifiers.TryRead(log, out var keys) && Curve.ValidatePublicKeyFull(keys.Ed25519.PublicKey.ToArray(), 0);

    private static bool HasKey(CardWitness witness) =>
        witness.Verifiers is [var only]
        && VerifierKey.TryParse(only, out var key)
        && key.Algorithm == VerifierKey.MlDsa44
        && key.Name == witness.Name;
}
