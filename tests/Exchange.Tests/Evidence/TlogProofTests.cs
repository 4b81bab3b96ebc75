using System.Text;
using Exchange.Ledger.Evidence;

namespace Exchange.Tests.Evidence;

internal sealed class TlogProofTests
{
    private static readonly TlogProof Proof = new TestBundle().Parts.Judged.Proof;

    [Test]
    public void A_proof_has_the_form_of_its_specification()
    {
        var lines = Proof.ToString().Split('\n');
        lines[0].ShouldBe("c2sp.org/tlog-proof@v1");
        lines[1].ShouldBe("index 6");
        lines[2..4].ShouldBe(Proof.Hashes.Select(hash => hash.ToString()));
        lines[4].ShouldBe("");
        lines[5].ShouldBe("bgd.exchange/audit");
        lines[6].ShouldBe("7");
        lines[9..12].ShouldAllBe(line => line.StartsWith("— "));
        lines[11].ShouldStartWith("— mys.exchange/witness ");
        lines[12].ShouldBe("");
        lines.Length.ShouldBe(13);
    }

    [Test]
    public void A_proof_is_read_as_it_was_written()
    {
        TlogProof.TryRead(Proof.ToBytes(), out var read).ShouldBeTrue();
        read!.ToBytes().ShouldBe(Proof.ToBytes());
    }

    [Test]
    public void Any_other_form_is_no_proof()
    {
        var text = Proof.ToString();
        string[] others =
        [
            "",
            "\n\n",
            text[..^1],
            text + "\n",
            text + "x\n",
            text.Replace("@v1", "@v2"),
            text.Replace("index 6", "index 06"),
            text.Replace("index 6", "index -6"),
            text.Replace("index 6", "index +6"),
            text.Replace("index 6", "index 99999999999999999999"),
            text.Replace("index 6", "Index 6"),
            text.Replace("index 6\n", "extra YQ==\nindex 6\n"),
            text.Replace("index 6\n", "index 6\nx\n"),
            text.Replace("index 6\n", "index 6\n\n"),
            text.Replace("\n", "\r\n"),
            "\uFEFF" + text,
            " " + text,
        ];
        foreach (var other in others)
            TlogProof.TryRead(Encoding.UTF8.GetBytes(other), out _).ShouldBeFalse(other);
        TlogProof.TryRead(new byte[TlogProof.MaximumSize + 1], out _).ShouldBeFalse();
        TlogProof.TryRead([.. Proof.ToBytes(), 0xFF, 0x0A], out _).ShouldBeFalse();
    }
}
