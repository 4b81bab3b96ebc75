using System.Text;
using Exchange.Ledger.Export;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Exchange.Tests.Cli.Ledger;

namespace Exchange.Tests.Ledger;

internal sealed class ExportFormTests
{
    private const string Item =
        """{"messageId":"0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","signed":"sha256:0000000000000000000000000000000000000000000000000000000000000000","code":100,"index":4,"leaf":"{}","proof":[]}""";

    private static readonly Checkpoint Head = new(LogParty.Bgd.Card.Log.Origin, 7, Exchange.Ledger.Merkle.MerkleHash.OfEmpty);
    private static readonly string Note = CheckpointNote.Sign(Head, LogParty.Founded, LogParty.Bgd.Signers);
    private static readonly string Early = Cosignature.Sign(Head, LogParty.Founded, LogParty.Bgd.Witness);
    private static readonly string Late = Cosignature.Sign(Head, LogParty.Founded, LogParty.Mys.Witness);

    [Test]
    public void A_cosigned_checkpoint_is_the_note_and_then_the_lines_in_the_order_of_their_names()
    {
        var written = CosignedCheckpoint.Of(Note, [Late, Early]).ToString();

        written.ShouldBe($"{Note}{Early}\n{Late}\n");
        CosignedCheckpoint.TryRead(written, out var read).ShouldBeTrue();
        read!.Note.ShouldBe(Note);
        read.Cosignatures.ShouldBe([Early, Late]);
    }

    [Test]
    public void Any_other_form_is_refused()
    {
        foreach (
            var text in new[]
            {
                "",
                "\n",
                Note[..^1],
                $"{Note}{Late}",
                $"{Note}{Late}\n{Early}\n",
                $"{Note}{Late}\n{Late}\n",
                $"{Note}\n",
                $"{Note}{Late}\n\n",
                $"{Note}— x\n",
                $"\n{Note}",
                Note + new string('x', CosignedCheckpoint.MaximumSize),
            }
        )
        {
            CosignedCheckpoint.TryRead(text, out _).ShouldBeFalse(text[..Math.Min(80, text.Length)]);
        }
    }

    [Test]
    public void A_receipt_keeps_its_item_as_it_came()
    {
        var line = ReceiptLine.Write(12, PartyName.Parse("MYS"), "mys.exchange/audit", 9, Item);

        Encoding
            .UTF8.GetString(line)
            .ShouldBe($$"""{"entry":12,"counterpart":"MYS","origin":"mys.exchange/audit","size":9,"item":{{Item}}}""");
        var read = ReceiptLine.Read(line).Value.ShouldNotBeNull();
        (read.Entry, read.Counterpart.Value, read.Origin, read.Size, read.Item.Index).ShouldBe((12, "MYS", "mys.exchange/audit", 9, 4));
    }

    [TestCase("""{"entry":12,"counterpart":"MYS","origin":"o","size":0,"item":ITEM}""")]
    [TestCase("""{"entry":-1,"counterpart":"MYS","origin":"o","size":9,"item":ITEM}""")]
    [TestCase("""{"entry":12,"counterpart":"mys","origin":"o","size":9,"item":ITEM}""")]
    [TestCase("""{"entry":12,"counterpart":"MYS","origin":"o","size":9,"item":{}}""")]
    [TestCase("""{"entry":12,"counterpart":"MYS","origin":"o","size":9,"item":ITEM,"more":1}""")]
    [TestCase("""{"entry":12,"counterpart":"MYS","origin":"o","size":9}""")]
    [TestCase("""{"entry":12,"entry":13,"counterpart":"MYS","origin":"o","size":9,"item":ITEM}""")]
    public void A_line_with_less_more_or_other_members_is_refused(string line) =>
        ReceiptLine.Read(Encoding.UTF8.GetBytes(line.Replace("ITEM", Item, StringComparison.Ordinal))).IsValid.ShouldBeFalse();
}
