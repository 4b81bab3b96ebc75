using System.Text;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Exchange.Tests.Ledger;

[TestFixture]
internal sealed class NoteTests
{
    private const string Origin = "bgd.exchange/audit";

    private static readonly DateTimeOffset Time = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private static readonly LogSigners Signers = new(Ed25519(Origin), MlDsa44(Origin));

    private static readonly LogVerifiers Keys = LogVerifiers.Read(new CardLog(Origin, [Signers.Ed25519.Key.ToString(), Signers.MlDsa44.Key.ToString()]));

    private static readonly Checkpoint Head = new(Origin, 42, MerkleHash.OfLeaf("x"u8));

    private static readonly string Note = CheckpointNote.Sign(Head, Time, Signers);

    [Test]
    public void A_checkpoint_signed_by_both_keys_opens_with_its_time()
    {
        var read = CheckpointNote.Verify(Note, Keys, NoteSignatures.Verify).ShouldNotBeNull();
        read.Checkpoint.ShouldBe(Head);
        read.SignedAt.ShouldBe(Time);
    }

    [Test]
    public void Every_changed_character_of_a_note_is_refused()
    {
        // Every character of the text and of the first signature; of the long second one, every seventh.
        for (var place = 0; place < Note.Length; place += place < 250 ? 1 : 7)
        {
            var changed = Note.Remove(place, 1).Insert(place, Note[place] == 'A' ? "B" : "A");
            CheckpointNote.Verify(changed, Keys, NoteSignatures.Verify).ShouldBeNull($"character {place}");
        }
    }

    [Test]
    public void A_note_without_one_signature_with_a_third_or_in_another_order_is_refused()
    {
        var lines = Note.Split('\n');
        string[] body = [.. lines.Take(4)];
        foreach (string[] signatures in new[] { new[] { lines[4] }, [lines[5]], [lines[5], lines[4]], [lines[4], lines[5], lines[5]], [lines[4], lines[4]] })
            CheckpointNote.Verify(string.Join('\n', [.. body, .. signatures, ""]), Keys, NoteSignatures.Verify).ShouldBeNull(string.Join('|', signatures.Length));
        CheckpointNote.Verify(Note.TrimEnd('\n'), Keys, NoteSignatures.Verify).ShouldBeNull();
        CheckpointNote.Verify(Note + "\n", Keys, NoteSignatures.Verify).ShouldBeNull();
    }

    [Test]
    public void A_checkpoint_has_exactly_three_lines_in_one_form()
    {
        foreach (var text in new[] { $"{Origin}\n042\n{Head.Root}\n", $"{Origin}\n42\n{Head.Root}\nextension\n", $"{Origin}\n-1\n{Head.Root}\n", $"\n42\n{Head.Root}\n", $"{Origin}\n42\nAAAA\n" })
            Checkpoint.TryParse(text, out _).ShouldBeFalse(text);
        Checkpoint.TryParse(Head.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(Head);
    }

    [Test]
    public void Another_logs_keys_do_not_open_the_note()
    {
        var other = new LogSigners(Ed25519(Origin), MlDsa44(Origin));
        var keys = LogVerifiers.Read(new CardLog(Origin, [other.Ed25519.Key.ToString(), other.MlDsa44.Key.ToString()]));
        CheckpointNote.Verify(Note, keys, NoteSignatures.Verify).ShouldBeNull();
    }

    [Test]
    public void The_keys_of_a_log_are_one_of_each_kind_named_as_the_origin()
    {
        var (first, second) = (Signers.Ed25519.Key.ToString(), Signers.MlDsa44.Key.ToString());
        LogVerifiers.TryRead(new CardLog(Origin, [second, first]), out _).ShouldBeFalse();
        LogVerifiers.TryRead(new CardLog(Origin, [first, first]), out _).ShouldBeFalse();
        LogVerifiers.TryRead(new CardLog("mys.exchange/audit", [first, second]), out _).ShouldBeFalse();
    }

    [Test]
    public void A_cosignature_holds_for_its_checkpoint_and_witness_alone()
    {
        var witness = MlDsa44("mys.exchange/witness");
        var line = Cosignature.Sign(Head, Time, witness);
        Cosignature.Verify(Head, line, witness.Key, NoteSignatures.Verify).ShouldBe(Time);
        Cosignature.Verify(Head with { Size = 43 }, line, witness.Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head with { Origin = "x" }, line, witness.Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head with { Root = MerkleHash.OfNothing }, line, witness.Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head, line, MlDsa44("mys.exchange/witness").Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head, line[..^4] + "AAAA", witness.Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head, "— x y", witness.Key, NoteSignatures.Verify).ShouldBeNull();
    }

    // The example of C2SP signed-note, "Verifier keys".
    [Test]
    public void A_verifier_key_has_the_published_form()
    {
        const string example = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        VerifierKey.Parse(example).ToString().ShouldBe(example);
        VerifierKey.TryParse(example.Replace("c74f20a3", "c74f20a4", StringComparison.Ordinal), out _).ShouldBeFalse();
        VerifierKey.TryParse(example.ToUpperInvariant(), out _).ShouldBeFalse();
        VerifierKey.TryParse("a b" + example, out _).ShouldBeFalse();
    }

    [Test]
    public void The_ed25519_line_is_a_signature_of_the_three_lines()
    {
        var line = Note.Split('\n')[4];
        var bytes = Convert.FromBase64String(line.Split(' ')[2]);
        NoteSignatures.Verify(VerifierKey.Ed25519, Keys.Ed25519.PublicKey.Span, Encoding.UTF8.GetBytes(Head.ToString()), bytes.AsSpan(4)).ShouldBeTrue();
    }

    private static NoteSigner Ed25519(string name)
    {
        var key = new Ed25519NoteKey(new Ed25519PrivateKeyParameters(new SecureRandom()));
        return new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
    }

    private static NoteSigner MlDsa44(string name)
    {
        var generator = new MLDsaKeyPairGenerator();
        generator.Init(new MLDsaKeyGenerationParameters(new SecureRandom(), MLDsaParameters.ml_dsa_44));
        var key = new MlDsaNoteKey((MLDsaPrivateKeyParameters)generator.GenerateKeyPair().Private);
        return new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
    }
}
