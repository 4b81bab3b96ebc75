using System.Security.Cryptography;
using Exchange.Sealing.Keys;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Exchange.Tests.Sealing;

/// <summary>Keys in memory, behind the ports of the key store.</summary>
internal static class TestKeys
{
    internal sealed class Signing : ISigningKey
    {
        public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public byte[] SubjectPublicKeyInfo => Key.ExportSubjectPublicKeyInfo();

        public byte[] SignHash(ReadOnlySpan<byte> sha256) => Key.SignHash(sha256.ToArray());
    }

    internal sealed class Agreement : IAgreementKey
    {
        public ECDiffieHellman Key { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

        public byte[] SubjectPublicKeyInfo => Key.ExportSubjectPublicKeyInfo();

        public byte[] Agree(ReadOnlySpan<byte> uncompressedPoint)
        {
            var point = new ECPoint { X = uncompressedPoint[1..33].ToArray(), Y = uncompressedPoint[33..].ToArray() };
            using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return Key.DeriveRawSecretAgreement(other.PublicKey);
        }
    }

    internal sealed class Kem(MLKemPrivateKeyParameters key) : IKemKey
    {
        public MLKemPrivateKeyParameters Key => key;

        public byte[] SubjectPublicKeyInfo => SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key.GetPublicKey()).GetDerEncoded();

        public static Kem Generate(MLKemParameters parameters)
        {
            var generator = new MLKemKeyPairGenerator();
            generator.Init(new MLKemKeyGenerationParameters(new SecureRandom(), parameters));
            return new((MLKemPrivateKeyParameters)generator.GenerateKeyPair().Private);
        }

        public byte[] Decapsulate(ReadOnlySpan<byte> ciphertext)
        {
            var decapsulator = new MLKemDecapsulator(key.Parameters);
            decapsulator.Init(key);
            var secret = new byte[decapsulator.SecretLength];
            decapsulator.Decapsulate(ciphertext.ToArray(), 0, ciphertext.Length, secret, 0, secret.Length);
            return secret;
        }
    }
}
