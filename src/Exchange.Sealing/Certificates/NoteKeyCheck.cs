using System.Text;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Keys;

namespace Exchange.Sealing.Certificates;

/// <summary>The part of <see cref="CardCheck"/> for the keys of the ledger and the witness.</summary>
internal static class NoteKeyCheck
{
    // The maximum in a cosigned checkpoint (C2SP tlog-cosignature), where the length of a name is one byte.
    private const int LongestName = 255;

    public static IEnumerable<Fault> Check(PartyCard card)
    {
        if (Encoding.UTF8.GetByteCount(card.Log.Origin) > LongestName)
            yield return new(ReceiptCode.MembersOrTypes, "/log/origin", $"The origin is longer than {LongestName} bytes of UTF-8.");
        if (!Fits(card.Log.Verifiers, card.Log.Origin, NoteSignatures.Ed25519, NoteSignatures.MlDsa44))
            yield return new(ReceiptCode.MembersOrTypes, "/log/verifiers", "Must be one Ed25519 and one ML-DSA-44 verifier key, with the origin as name.");
        if (Encoding.UTF8.GetByteCount(card.Witness.Name) > LongestName)
            yield return new(ReceiptCode.MembersOrTypes, "/witness/name", $"The name is longer than {LongestName} bytes of UTF-8.");
        if (!Fits(card.Witness.Verifiers, card.Witness.Name, NoteSignatures.MlDsa44))
            yield return new(ReceiptCode.MembersOrTypes, "/witness/verifiers", "Must be one ML-DSA-44 verifier key, with the name of the witness.");
        if (card.Witness.Name == card.Log.Origin)
            yield return new(ReceiptCode.MembersOrTypes, "/witness/name", "The witness must not have the name of the ledger.");
    }

    private static bool Fits(IReadOnlyList<string> texts, string name, params ReadOnlySpan<byte> algorithms)
    {
        var found = new List<byte>();
        foreach (var text in texts)
        {
            if (!NoteVerifier.TryParse(text, out var verifier) || verifier.Name != name)
                return false;
            found.Add(verifier.Algorithm);
        }

        found.Sort();
        return found.ToArray().AsSpan().SequenceEqual(algorithms);
    }
}
