using System.Buffers.Binary;
using System.Text;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Tests.Ledger;

[TestFixture]
internal sealed class NoteTests
{
    private const string Origin = "bgd.exchange/audit";

    private static readonly DateTimeOffset Time = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private static readonly LogSigners Signers = TestSigners.Of(Origin);

    private static readonly LogVerifiers Keys = LogVerifiers.Read(
        new CardLog(Origin, [Signers.Ed25519.Key.ToString(), Signers.MlDsa44.Key.ToString()])
    );

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
        foreach (
            string[] signatures in new[]
            {
                new[] { lines[4] },
                [lines[5]],
                [lines[5], lines[4]],
                [lines[4], lines[5], lines[5]],
                [lines[4], lines[4]],
            }
        )
        {
            CheckpointNote
                .Verify(string.Join('\n', [.. body, .. signatures, ""]), Keys, NoteSignatures.Verify)
                .ShouldBeNull(string.Join('|', signatures.Length));
        }

        CheckpointNote.Verify(Note.TrimEnd('\n'), Keys, NoteSignatures.Verify).ShouldBeNull();
        CheckpointNote.Verify(Note + "\n", Keys, NoteSignatures.Verify).ShouldBeNull();
    }

    [Test]
    public void A_checkpoint_has_exactly_three_lines_in_one_form()
    {
        foreach (
            var text in new[]
            {
                $"{Origin}\n042\n{Head.Root}\n",
                $"{Origin}\n42\n{Head.Root}\nextension\n",
                $"{Origin}\n-1\n{Head.Root}\n",
                $"\n42\n{Head.Root}\n",
                $"{Origin}\n42\nAAAA\n",
            }
        )
        {
            Checkpoint.TryParse(text, out _).ShouldBeFalse(text);
        }

        Checkpoint.TryParse(Head.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(Head);
    }

    [Test]
    public void Another_logs_keys_do_not_open_the_note()
    {
        var other = TestSigners.Of(Origin);
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
        var witness = TestSigners.MlDsa44("mys.exchange/witness");
        var line = Cosignature.Sign(Head, Time, witness);
        Cosignature.Verify(Head, line, witness.Key, NoteSignatures.Verify).ShouldBe(Time);
        Cosignature.Verify(Head with { Size = 43 }, line, witness.Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head with { Origin = "x" }, line, witness.Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head with { Root = MerkleHash.OfEmpty }, line, witness.Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head, line, TestSigners.MlDsa44("mys.exchange/witness").Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head, line[..^4] + "AAAA", witness.Key, NoteSignatures.Verify).ShouldBeNull();
        Cosignature.Verify(Head, "— x y", witness.Key, NoteSignatures.Verify).ShouldBeNull();
    }

    // cosigned_message of C2SP tlog-cosignature, byte for byte, so that another implementation's signatures hold here.
    [Test]
    public void What_a_cosignature_signs_has_the_published_layout()
    {
        byte[] signed = [];
        var witness = new NoteSigner(TestSigners.MlDsa44("w.example").Key, message =>
        {
            signed = message.ToArray();
            return new byte[2420];
        });

        var line = Cosignature.Sign(
            new("o.example/log", 0x0102030405060708, MerkleHash.FromBytes([.. Enumerable.Range(0, 32).Select(index => (byte)index)])),
            DateTimeOffset.FromUnixTimeSeconds(0x6A0B0C0D),
            witness
        );

        Convert
            .ToHexString(signed)
            .ShouldBe(
                "737562747265652F76310A00" // "subtree/v1\n\0"
                    + "09772E6578616D706C65" // the cosigner's name, with its length
                    + "000000006A0B0C0D" // its time, in seconds
                    + "0D6F2E6578616D706C652F6C6F67" // the log's origin, with its length
                    + "0000000000000000" // start
                    + "0102030405060708" // end
                    + "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"
            ); // root
        var bytes = Convert.FromBase64String(line.Split(' ')[2]);
        bytes.Length.ShouldBe(4 + 8 + 2420);
        Convert.ToHexString(bytes.AsSpan(4, 8)).ShouldBe("000000006A0B0C0D", "the time stands before the signature");
    }

    [TestCase(0UL, false)]
    [TestCase(1UL, true)]
    [TestCase(253_402_300_799UL, true, Description = "the last second of the year 9999")]
    [TestCase(253_402_300_800UL, false)]
    [TestCase(ulong.MaxValue, false)]
    public void A_cosignature_has_a_time_above_0_that_a_calendar_can_hold(ulong seconds, bool holds)
    {
        var witness = TestSigners.MlDsa44("w.example");
        var line = TimedLine(Head, seconds, witness);
        (Cosignature.Verify(Head, line, witness.Key, NoteSignatures.Verify)?.ToUnixTimeSeconds()).ShouldBe(holds ? (long)seconds : null);
        if (!holds)
            Cosignature.Verify(Head, line, witness.Key, (_, _, _, _) => true).ShouldBeNull("whatever the signature");
    }

    [Test]
    public void A_note_whose_second_signature_has_no_time_is_refused()
    {
        var signers = new LogSigners(Signers.Ed25519, Signers.MlDsa44);
        CheckpointNote.Verify(CheckpointNote.Sign(Head, DateTimeOffset.UnixEpoch, signers), Keys, NoteSignatures.Verify).ShouldBeNull();
        CheckpointNote
            .Verify(CheckpointNote.Sign(Head, DateTimeOffset.UnixEpoch.AddSeconds(1), signers), Keys, NoteSignatures.Verify)
            .ShouldNotBeNull();
    }

    [Test]
    public void A_name_that_a_cosignature_cannot_hold_is_refused_and_never_signed()
    {
        // 85 characters of three bytes each are 255 bytes.
        var (longest, longer) = (new string('\u20AC', 85), new string('\u20AC', 128));
        var witness = TestSigners.MlDsa44(longest);
        Cosignature
            .Verify(
                Head with
                {
                    Origin = longest,
                },
                Cosignature.Sign(Head with { Origin = longest }, Time, witness),
                witness.Key,
                NoteSignatures.Verify
            )
            .ShouldBe(Time);

        var tooLong = TestSigners.MlDsa44(longer);
        Should.Throw<ArgumentException>(() => Cosignature.Sign(Head, Time, tooLong));
        Should.Throw<ArgumentException>(() => Cosignature.Sign(Head with { Origin = longer }, Time, witness));
        var asThem = $"— {longer} {Cosignature.Sign(Head, Time, tooLong with { Key = TestSigners.MlDsa44("x").Key }).Split(' ')[2]}";
        Cosignature.Verify(Head, WithId(asThem, tooLong.Key.Id), tooLong.Key, (_, _, _, _) => true).ShouldBeNull();
        Cosignature
            .Verify(Head with { Origin = longer }, Cosignature.Sign(Head, Time, witness), witness.Key, (_, _, _, _) => true)
            .ShouldBeNull();
    }

    // The example of C2SP signed-note, "Verifier keys".
    [Test]
    public void A_verifier_key_has_the_published_form()
    {
        const string example = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        (VerifierKey.TryParse(example, out var key) ? key.ToString() : null).ShouldBe(example);
        VerifierKey.TryParse(example.Replace("c74f20a3", "c74f20a4", StringComparison.Ordinal), out _).ShouldBeFalse();
        VerifierKey.TryParse(example.ToUpperInvariant(), out _).ShouldBeFalse();
        VerifierKey.TryParse("a b" + example, out _).ShouldBeFalse();
    }

    [Test]
    public void The_ed25519_line_is_a_signature_of_the_three_lines()
    {
        var line = Note.Split('\n')[4];
        var bytes = Convert.FromBase64String(line.Split(' ')[2]);
        NoteSignatures
            .Verify(VerifierKey.Ed25519, Keys.Ed25519.PublicKey.Span, Encoding.UTF8.GetBytes(Head.ToString()), bytes.AsSpan(4))
            .ShouldBeTrue();
    }

    // A cosignature at whatever time, made of the published layout.
    private static string TimedLine(Checkpoint head, ulong seconds, NoteSigner witness)
    {
        var time = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(time, seconds);
        var size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, head.Size);
        byte[] message =
        [
            .. "subtree/v1\n\0"u8,
            (byte)witness.Key.Name.Length,
            .. Encoding.UTF8.GetBytes(witness.Key.Name),
            .. time,
            (byte)head.Origin.Length,
            .. Encoding.UTF8.GetBytes(head.Origin),
            .. new byte[8],
            .. size,
            .. head.Root.ToBytes(),
        ];
        return WithId($"— {witness.Key.Name} {Convert.ToBase64String([0, 0, 0, 0, .. time, .. witness.Sign(message)])}", witness.Key.Id);
    }

    private static string WithId(string line, uint id)
    {
        var parts = line.Split(' ');
        var bytes = Convert.FromBase64String(parts[2]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        return $"{parts[0]} {parts[1]} {Convert.ToBase64String(bytes)}";
    }
}
