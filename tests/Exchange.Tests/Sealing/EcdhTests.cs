using System.Security.Cryptography;
using Exchange.Sealing.Primitives;

namespace Exchange.Tests.Sealing;

/// <summary>Key agreement by direct calls of OpenSSL: the guards before the calls, and agreement with the platform's own result.</summary>
internal sealed class EcdhTests
{
    private const nuint OpenSsl111 = 0x1010117F;

    [Test]
    public void Another_copy_of_OpenSSL_than_the_platforms_is_refused()
    {
        var platform = (nuint)SafeEvpPKeyHandle.OpenSslVersion;

        Should.NotThrow(() => Ecdh.RequireOfPlatform(platform));
        foreach (var other in new nuint[] { 0, OpenSsl111, platform + 0x10, platform - 1 })
            Should.Throw<PlatformNotSupportedException>(() => Ecdh.RequireOfPlatform(other)).Message.ShouldContain("Install OpenSSL 3");
    }

    [Test]
    public void The_platform_agrees_on_the_same_secret()
    {
        using var own = new ECDiffieHellmanOpenSsl(ECCurve.NamedCurves.nistP256);
        using var other = new ECDiffieHellmanOpenSsl(ECCurve.NamedCurves.nistP256);
        using var handle = own.DuplicateKeyHandle();
        using var point = new Ecdh.Point(P256.Point(other.ExportParameters(includePrivateParameters: false)));

        Ecdh.Agree(handle, point).ShouldBe(own.DeriveRawSecretAgreement(other.PublicKey));
    }

    // OpenSSL does not validate it again, so no such point may get there.
    [Test]
    public void A_point_that_is_not_on_the_curve_never_reaches_OpenSSL()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = P256.Point(key.ExportParameters(includePrivateParameters: false));
        byte[] offCurve = [.. point[..^1], (byte)(point[^1] ^ 1)];

        foreach (var wrong in new byte[][] { [], offCurve, [.. point, 0], point[..^1], [2, .. point[1..33]], [4, .. new byte[64]] })
            Should.Throw<CryptographicException>(() => new Ecdh.Point(wrong));
    }
}
