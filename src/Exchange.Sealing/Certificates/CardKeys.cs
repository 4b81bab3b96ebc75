using Exchange.Protocol.Parties;

namespace Exchange.Sealing.Certificates;

/// <summary>The keys that a card speaks with, to be compared with each other and with other cards'. A key that cannot be read is not among them.</summary>
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
            if (NoteVerifier.TryParse(verifiers[index], out var verifier))
                yield return ($"{pointer}/{index}", Convert.ToHexString(verifier.PublicKey));
        }
    }
}
