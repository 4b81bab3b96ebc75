using System.Numerics;

namespace Exchange.Sealing.Primitives;

/// <summary>Points of the curve P-256 (SP 800-186) in their uncompressed form (SEC 1, section 2.3.3), the only one in use.</summary>
internal static class P256
{
    /// <summary>Length of a coordinate, a scalar and a shared secret in bytes.</summary>
    public const int FieldSize = 32;

    /// <summary>Length of an uncompressed point in bytes: 0x04, x, y.</summary>
    public const int PointSize = 1 + (2 * FieldSize);

    private const byte Uncompressed = 0x04;

    // y² = x³ − 3x + b over the integers modulo p.
    private static readonly BigInteger P = Unsigned(
        Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF")
    );
    private static readonly BigInteger B = Unsigned(
        Convert.FromHexString("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B")
    );

    /// <summary>
    /// True for a valid public key: the group has prime order and this form cannot encode the point at infinity, so every point on
    /// the curve is valid (SP 800-56A, section 5.6.2.3.3).
    /// </summary>
    public static bool IsOnCurve(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointSize || point[0] != Uncompressed)
            return false;
        var (x, y) = (Unsigned(point.Slice(1, FieldSize)), Unsigned(point[(1 + FieldSize)..]));
        return x < P && y < P && ((y * y) - (((x * x) - 3) * x) - B) % P == 0;
    }

    public static byte[] Point(ECParameters key) => [Uncompressed, .. key.Q.X!, .. key.Q.Y!];

    /// <summary>The public key at <paramref name="point"/>, which must be on the curve.</summary>
    public static ECParameters PublicKey(ReadOnlySpan<byte> point) =>
        new()
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point.Slice(1, FieldSize).ToArray(), Y = point[(1 + FieldSize)..].ToArray() },
        };

    private static BigInteger Unsigned(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
