using Exchange.Protocol;
using Exchange.Sealing;

namespace Exchange.Tests.Sealing;

internal sealed class OpenerTests
{
    private static readonly TestParty Bgd = new("BGD");
    private static readonly TestParty Mys = new("MYS");
    private static readonly TestParty Tha = new("THA");

    private static readonly Opener AtMys = Mys.OpenerThatKnows(Bgd, Mys, Tha);

    [Test]
    public void What_is_sealed_opens_to_the_same_bytes()
    {
        var message = Bgd.PingTo(Mys);
        var sealedMessage = Sealer.Seal(message, Bgd.Identity, Mys.Recipient, TestParty.Now);

        var opened = Open(sealedMessage).ShouldBeOfType<Opened>();

        opened.Message.Bytes.ToArray().ShouldBe(message.Bytes.ToArray());
        opened.Message.Header.MessageId.ShouldBe(message.Header.MessageId);
        opened.Signature.Signed.ShouldBe(sealedMessage.Signed);
        opened.Signature.SigningTime.ShouldBe(TestParty.Now);
        Digest.Of(sealedMessage.Bytes.Span).ShouldBe(sealedMessage.Sealed);
    }

    private static OpenResult Open(SealedMessage sealedMessage) => AtMys.Open(sealedMessage.Bytes, Bgd.Name, TestParty.Now);
}
