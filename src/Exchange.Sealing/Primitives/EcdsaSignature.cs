using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;

namespace Exchange.Sealing.Primitives;

/// <summary>
/// ECDSA signatures on P-256 with the smaller s. For every valid (r, s) there is a second valid one, (r, n − s): without this
/// rule anyone could change the bytes of a signed message, and with them its digest, while its signature stays valid.
/// </summary>
internal static class EcdsaSignature
{
    // SEQUENCE of two INTEGERs of 33 bytes.
    private const int MaximumSize = 72;

    // n, the order of P-256 (SP 800-186, section 3.2.1.3).
    private static readonly BigInteger Order = new("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);
    private static readonly BigInteger HalfOrder = Order.ShiftRight(1);

    /// <summary>Writes r ‖ s (64 bytes, IEEE P1363) as Ecdsa-Sig-Value (RFC 3279, section 2.2.3), with the smaller s.</summary>
    public static byte[] Write(ReadOnlySpan<byte> ieee)
    {
        if (ieee.Length != 2 * P256.FieldSize)
            throw new ArgumentException("A P-256 signature has 64 bytes.", nameof(ieee));
        var r = new BigInteger(1, ieee[..P256.FieldSize]);
        var s = new BigInteger(1, ieee[P256.FieldSize..]);
        return Write(r, s.CompareTo(HalfOrder) > 0 ? Order.Subtract(s) : s);
    }

    /// <summary>Reads the one valid encoding into r ‖ s; false for any other, for a large s, and for numbers out of range.</summary>
    public static bool TryRead(byte[] der, Span<byte> ieee)
    {
        if (der.Length > MaximumSize || !Der.TryRead(der, Asn1Sequence.GetInstance, out var sequence) || sequence.Count != 2)
            return false;
        if (sequence[0] is not DerInteger { Value: var r } || sequence[1] is not DerInteger { Value: var s })
            return false;
        if (!IsFrom1To(Order.Subtract(BigInteger.One), r) || !IsFrom1To(HalfOrder, s) || !der.AsSpan().SequenceEqual(Write(r, s)))
            return false;
        BigIntegers.AsUnsignedByteArray(r, ieee[..P256.FieldSize]);
        BigIntegers.AsUnsignedByteArray(s, ieee[P256.FieldSize..]);
        return true;
    }

    private static byte[] Write(BigInteger r, BigInteger s) => Der.Write(new DerSequence(new DerInteger(r), new DerInteger(s)));

    private static bool IsFrom1To(BigInteger maximum, BigInteger value) => value.SignValue > 0 && value.CompareTo(maximum) <= 0;
}
