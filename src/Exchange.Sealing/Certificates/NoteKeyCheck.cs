using System.Text;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Keys;

namespace Exchange.Sealing.Certificates;

/// <summary>What of <see cref="CardCheck"/> concerns the keys of the log and the witness.</summary>
internal static class NoteKeyCheck
{
    // What a cosigned checkpoint can hold (C2SP tlog-cosignature): the length of a name is one byte.
    private const int LongestName = 255;

    public static IEnumerable<Fault> Check(PartyCard card)
    {
        if (Encoding.UTF8.GetByteCount(card.Log.Origin) > LongestName)
            yield return new(ReceiptCode.MembersOrTypes, "/log/origin", $"The origin is longer than {LongestName} bytes of UTF-8.");
        if (!Fits(card.Log.Verifiers, card.Log.Origin, NoteSignatures.Ed25519, NoteSignatures.MlDsa44))
            yield return new(ReceiptCode.MembersOrTypes, "/log/verifiers", "Not one Ed25519 and one ML-DSA-44 verifier key, named as the origin.");
        if (Encoding.UTF8.GetByteCount(card.Witness.Name) > LongestName)
            yield return new(ReceiptCode.MembersOrTypes, "/witness/name", $"The name is longer than {LongestName} bytes of UTF-8.");
        if (!Fits(card.Witness.Verifiers, card.Witness.Name, NoteSignatures.MlDsa44))
            yield return new(ReceiptCode.MembersOrTypes, "/witness/verifiers", "Not one ML-DSA-44 verifier key, named as the witness.");
        if (card.Witness.Name == card.Log.Origin)
            yield return new(ReceiptCode.MembersOrTypes, "/witness/name", "The witness has the name of the log.");
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
