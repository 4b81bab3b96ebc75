using System.Collections.Concurrent;
using Exchange.Protocol;
using Exchange.Sealing;
using Exchange.Sealing.Layers;

namespace Exchange.Tests.Sealing;

/// <summary>
/// Every bit of a message, flipped in turn. The content is short, as its length changes nothing but the time: unflipped it
/// passes seals, signature and path, and is refused only as a message (code 400).
/// </summary>
internal sealed class BitFlipTests
{
    private static readonly SignedMessage Signed = SignedMessage.Sign(new byte[] { 1, 2, 3 }, Forgery.Bgd.Identity, TestParty.Now);

    [Test]
    public void The_unflipped_message_gets_past_the_seals_and_the_signature() =>
        Forgery.Open(Forgery.SealBoth(Signed.ToAttached())).ShouldBeRefusedWith(ReceiptCode.NotStrictJson);

    [Test]
    public void No_flipped_bit_of_the_sealed_message_gets_past_the_seals() =>
        EveryFlip(Forgery.SealBoth(Signed.ToAttached()), flipped =>
            Forgery.Open(flipped) is Rejected { Code: >= ReceiptCode.NotASealedMessage and <= ReceiptCode.NotTheOneEncoding }
        );

    [Test]
    public void No_flipped_bit_of_the_inner_seal_opens() =>
        EveryFlip(Forgery.SealInner(Signed.ToAttached()), flipped => !InnerSeal.TryOpen(flipped, Forgery.Mys.OpeningKeys, out _, out _));

    [Test]
    public void No_flipped_bit_of_the_signed_message_holds() =>
        EveryFlip(Signed.ToAttached(), flipped => !SignedMessage.TryOpen(flipped, out _, out _));

    [Test]
    public void No_flipped_bit_of_the_detached_signature_holds() =>
        EveryFlip(Signed.Detached.ToArray(), flipped => !SignedMessage.TryOpenDetached(flipped, Signed.Content, out _, out _));

    private static void EveryFlip(byte[] original, Func<byte[], bool> isRefused)
    {
        var accepted = new ConcurrentBag<int>();
        Parallel.For(0, original.Length * 8, bit =>
        {
            var flipped = original.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (!isRefused(flipped))
                accepted.Add(bit);
        });
        accepted.ShouldBeEmpty();
    }
}
