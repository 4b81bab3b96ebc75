using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;
using Exchange.Tests.Sealing.Vectors;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Exchange.Tests.Sealing.Keys;

internal sealed class NoteSignatureTests
{
    private static readonly byte[] Text = "bgd.exchange/audit\n"u8.ToArray();

    private static readonly INoteKey[] Keys = [NewEd25519(), NewMlDsa44()];

    [TestCaseSource(nameof(Keys))]
    public void What_a_key_signs_verifies(INoteKey key) => Verify(key, Text, key.Sign(Text)).ShouldBeTrue();

    [TestCaseSource(nameof(Keys))]
    public void Another_text_or_key_or_algorithm_does_not_verify(INoteKey key)
    {
        var signature = key.Sign(Text);

        Verify(key, [.. Text, 0], signature).ShouldBeFalse();
        Verify(key.Algorithm == VerifierKey.Ed25519 ? NewEd25519() : NewMlDsa44(), Text, signature).ShouldBeFalse();
        foreach (byte algorithm in new byte[] { 0x00, 0x02, 0x04, 0x05, 0xFF })
            NoteSignatures.Verify(algorithm, key.PublicKey, Text, signature).ShouldBeFalse();
        NoteSignatures
            .Verify((byte)(VerifierKey.Ed25519 + VerifierKey.MlDsa44 - key.Algorithm), key.PublicKey, Text, signature)
            .ShouldBeFalse();
    }

    [TestCaseSource(nameof(Keys))]
    public void Another_length_does_not_verify(INoteKey key)
    {
        var signature = key.Sign(Text);

        Verify(key, Text, []).ShouldBeFalse();
        Verify(key, Text, signature[..^1]).ShouldBeFalse();
        Verify(key, Text, [.. signature, 0]).ShouldBeFalse();
        NoteSignatures.Verify(key.Algorithm, key.PublicKey.AsSpan(1), Text, signature).ShouldBeFalse();
        NoteSignatures.Verify(key.Algorithm, [], Text, signature).ShouldBeFalse();
    }

    [TestCaseSource(nameof(Keys))]
    public void A_key_that_is_none_does_not_verify_and_does_not_throw(INoteKey key)
    {
        foreach (byte fill in new byte[] { 0x00, 0xFF })
        {
            var none = new byte[key.PublicKey.Length];
            none.AsSpan().Fill(fill);
            NoteSignatures.Verify(key.Algorithm, none, Text, key.Sign(Text)).ShouldBeFalse();
        }
    }

    [Test]
    public void Ed25519_holds_for_the_known_vectors_where_it_should() =>
        Check(
            "ed25519_test.json",
            VerifierKey.Ed25519,
            testGroup => Convert.FromHexString(testGroup.GetProperty("publicKey").Text("pk")),
            _ => true
        );

    // The signer has added a point of order 8 to R. BouncyCastle takes it; `openssl`, with which evidence is verified years later,
    // does not.
    [Test]
    public void Ed25519_does_not_hold_where_other_tools_would_refuse_it()
    {
        var key = Convert.FromHexString("1B85C349ADE1324213009B0C7AEAAC32198214679246EB439317115A95FEDF3C");
        var signature = Convert.FromHexString(
            "1321F9B3709C146D636E36C627ECFF7037D336AA83070A5C3573D03027579AC1A69CCE7AEEF81156443B36FA908B1A53961E5CBB3808A152AB9443A91B042E03"
        );

        NoteSignatures.Verify(VerifierKey.Ed25519, key, "hello"u8, signature).ShouldBeFalse();
    }

    // Notes are signed with the empty context.
    [Test]
    public void Ml_dsa_44_holds_for_the_known_vectors_where_it_should() =>
        Check(
            "mldsa_44_verify_test.json",
            VerifierKey.MlDsa44,
            testGroup => testGroup.Bytes("publicKey"),
            test => !test.TryGetProperty("ctx", out var context) || context.GetString() == ""
        );

    private static void Check(string file, byte algorithm, Func<JsonElement, byte[]> keyOf, Func<JsonElement, bool> applies)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (testGroup, test) in VectorFolder.Wycheproof(file).Where(pair => applies(pair.Test)))
        {
            count++;
            if (
                NoteSignatures.Verify(algorithm, keyOf(testGroup), test.Bytes("msg"), test.Bytes("sig")) != (test.Text("result") == "valid")
            )
            {
                wrong.Add($"{test.GetProperty("tcId")} {test.Text("comment")}");
            }
        }

        wrong.ShouldBeEmpty();
        count.ShouldBeGreaterThan(50);
    }

    private static bool Verify(INoteKey key, byte[] message, byte[] signature) =>
        NoteSignatures.Verify(key.Algorithm, key.PublicKey, message, signature);

    private static Ed25519NoteKey NewEd25519() => new(RandomNumberGenerator.GetBytes(Ed25519NoteKey.SeedSize));

    private static MlDsaNoteKey NewMlDsa44()
    {
        var generator = new MLDsaKeyPairGenerator();
        generator.Init(new MLDsaKeyGenerationParameters(new SecureRandom(), MLDsaParameters.ml_dsa_44));
        return new((MLDsaPrivateKeyParameters)generator.GenerateKeyPair().Private);
    }
}
