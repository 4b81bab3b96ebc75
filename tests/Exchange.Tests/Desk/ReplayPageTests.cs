using Exchange.Desk.Pages;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Desk;

/// <summary>What the replay says of a proof that does not hold.</summary>
internal sealed class ReplayPageTests
{
    [Test]
    public void Each_verdict_on_a_receipt_but_that_it_is_proved_says_why()
    {
        var verdicts = Enum.GetValues<ReceiptVerdict>().Except([ReceiptVerdict.Proved]).ToList();

        ReplayModel.WhyNot(CodeNames<ReceiptVerdict>.Write(ReceiptVerdict.Proved)).ShouldBeNull();
        var said = verdicts.ConvertAll(verdict => ReplayModel.WhyNot(CodeNames<ReceiptVerdict>.Write(verdict)));
        said.Append(ReplayModel.WhyNot("anything else")).ShouldBeUnique();
    }
}
