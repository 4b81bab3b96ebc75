using System.Security.Cryptography;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Exchange.Tests.Ledger;

/// <summary>Signers of notes whose keys nobody else has.</summary>
internal static class TestSigners
{
    public static LogSigners Of(string origin) => new(Ed25519(origin), MlDsa44(origin));

    public static NoteSigner Ed25519(string name)
    {
        var key = new Ed25519NoteKey(RandomNumberGenerator.GetBytes(Ed25519NoteKey.SeedSize));
        return new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
    }

    public static NoteSigner MlDsa44(string name)
    {
        var generator = new MLDsaKeyPairGenerator();
        generator.Init(new MLDsaKeyGenerationParameters(new SecureRandom(), MLDsaParameters.ml_dsa_44));
        var key = new MlDsaNoteKey((MLDsaPrivateKeyParameters)generator.GenerateKeyPair().Private);
        return new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
    }
}
