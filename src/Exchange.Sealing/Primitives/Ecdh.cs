using System.Runtime.InteropServices;

namespace Exchange.Sealing.Primitives;

/// <summary>
/// ECDH on P-256 (SP 800-56A, section 5.7.1.2), by direct calls of OpenSSL with the platform's keys. The platform's own call makes
/// OpenSSL validate the other point twice more (on import and at each agreement), which costs as much as several agreements. Here it is
/// validated once, by <see cref="P256.IsOnCurve"/>.
/// </summary>
internal static class Ecdh
{
    private const string Library = "libcrypto.so.3";

    private static readonly SafeEvpPKeyHandle Curve = NewCurve();

    /// <summary>The x coordinate Z, 32 bytes.</summary>
    /// <exception cref="CryptographicException">OpenSSL could not compute it.</exception>
    public static byte[] Agree(SafeEvpPKeyHandle own, Point other)
    {
        var context = EVP_PKEY_CTX_new(own, IntPtr.Zero);
        try
        {
            var z = new byte[P256.FieldSize];
            var length = (nuint)z.Length;
            // The last argument 0: OpenSSL does not validate the point again.
            Require(EVP_PKEY_derive_init(context));
            Require(EVP_PKEY_derive_set_peer_ex(context, other, 0));
            Require(EVP_PKEY_derive(context, z, ref length));
            return length == P256.FieldSize ? z : throw new CryptographicException("The shared secret does not have 32 bytes.");
        }
        finally
        {
            EVP_PKEY_CTX_free(context);
        }
    }

    /// <summary>Refuses a copy of OpenSSL that is not the platform's: a handle of one copy is not valid in another.</summary>
    /// <exception cref="PlatformNotSupportedException">It has another version.</exception>
    internal static void RequireOfPlatform(nuint version)
    {
        if (version != (nuint)SafeEvpPKeyHandle.OpenSslVersion)
        {
            throw new PlatformNotSupportedException(
                $"{Library} is not the OpenSSL library that .NET uses. Install OpenSSL 3, and do not configure another version for .NET."
            );
        }
    }

    private static SafeEvpPKeyHandle NewCurve()
    {
        RequireOfPlatform(OpenSSL_version_num());
        using var key = new ECDiffieHellmanOpenSsl(ECCurve.NamedCurves.nistP256);
        return key.DuplicateKeyHandle();
    }

    private static void Require(int result)
    {
        if (result != 1)
            throw new CryptographicException("OpenSSL could not agree on a key.");
    }

    /// <summary>A validated public key, in OpenSSL's memory.</summary>
    internal sealed class Point : SafeHandle
    {
        /// <exception cref="CryptographicException">Not an uncompressed point of the curve.</exception>
        public Point(ReadOnlySpan<byte> uncompressed)
            : base(IntPtr.Zero, ownsHandle: true)
        {
            if (!P256.IsOnCurve(uncompressed))
                throw new CryptographicException("The point is not on the curve.");
            SetHandle(EVP_PKEY_new());
            Require(EVP_PKEY_copy_parameters(this, Curve));
            Require(EVP_PKEY_set1_encoded_public_key(this, uncompressed.ToArray(), (nuint)uncompressed.Length));
        }

        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }

    [DllImport(Library)]
    private static extern nuint OpenSSL_version_num();

    [DllImport(Library)]
    private static extern IntPtr EVP_PKEY_new();

    [DllImport(Library)]
    private static extern void EVP_PKEY_free(IntPtr key);

    [DllImport(Library)]
    private static extern int EVP_PKEY_copy_parameters(Point to, SafeEvpPKeyHandle from);

    [DllImport(Library)]
    private static extern int EVP_PKEY_set1_encoded_public_key(Point key, byte[] point, nuint length);

    [DllImport(Library)]
    private static extern IntPtr EVP_PKEY_CTX_new(SafeEvpPKeyHandle key, IntPtr engine);

    [DllImport(Library)]
    private static extern void EVP_PKEY_CTX_free(IntPtr context);

    [DllImport(Library)]
    private static extern int EVP_PKEY_derive_init(IntPtr context);

    [DllImport(Library)]
    private static extern int EVP_PKEY_derive_set_peer_ex(IntPtr context, Point peer, int validates);

    [DllImport(Library)]
    private static extern int EVP_PKEY_derive(IntPtr context, byte[] secret, ref nuint length);
}
