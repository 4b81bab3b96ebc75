using CsCheck;
using Exchange.Protocol;
using Exchange.Sealing;

namespace Exchange.Tests.Sealing;

/// <summary>Properties: what opens was written by this recipe, and nothing else opens.</summary>
internal sealed class MutationTests
{
    private static readonly byte[] Layer1 = SignedMessage.Sign(new byte[] { 1, 2, 3 }, Forgery.Bgd.Identity, TestParty.Now).ToAttached();
    private static readonly byte[] Layer3 = Forgery.SealBoth(Layer1);

    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, 250L * 365 * 24 * 3600 * 1000].Select(milliseconds =>
        new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds));

    private static readonly Gen<Func<byte[], byte[]>> OneMutation = Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Gen.Double.Unit, Gen.Byte.Array[1, 8])
        .Select((kind, from, to, bytes) => (Func<byte[], byte[]>)(original => Mutate(original, kind, from, to, bytes)));

    [Test]
    public void Whatever_is_signed_opens_and_is_written_again_as_the_same_bytes() => Gen.Select(Gen.Byte.Array[0, 20_000], Times).Sample((content, time) =>
    {
        var attached = SignedMessage.Sign(content, Forgery.Bgd.Identity, time).ToAttached();

        return SignedMessage.TryOpen(attached, out var opened, out _)
            && opened.Content.Span.SequenceEqual(content)
            && opened.SigningTime == new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero)
            && opened.ToAttached().AsSpan().SequenceEqual(attached)
            && SignedMessage.TryOpenDetached(opened.Detached, content, out var detached, out _)
            && detached.Signed == opened.Signed;
    }, iter: 300);

    [Test]
    public void Detached_signature_does_not_hold_for_other_content() => Gen.Byte.Array[0, 100].Sample(content =>
    {
        var signed = SignedMessage.Sign(content, Forgery.Bgd.Identity, TestParty.Now);
        return !SignedMessage.TryOpenDetached(signed.Detached, content.Append((byte)0).ToArray(), out _, out _);
    }, iter: 100);

    [Test]
    public void No_mutation_of_a_sealed_message_gets_past_the_seals() => Mutations(Layer3).Sample(
        mutated => mutated.AsSpan().SequenceEqual(Layer3) || Forgery.Open(mutated) is Rejected { Code: <= ReceiptCode.NotTheOneEncoding }, iter: 5000);

    [Test]
    public void No_mutation_of_a_signed_message_holds() => Mutations(Layer1).Sample(
        mutated => mutated.AsSpan().SequenceEqual(Layer1) || !SignedMessage.TryOpen(mutated, out _, out _), iter: 20_000);

    [Test]
    public void Random_bytes_never_open() => Gen.Byte.Array[0, 2000].Sample(
        bytes => Forgery.Open(bytes) is Rejected { Code: ReceiptCode.NotASealedMessage }, iter: 20_000);

    /// <summary>One to four cuts, insertions, repetitions, moves and overwritings.</summary>
    private static Gen<byte[]> Mutations(byte[] original) => OneMutation.Array[1, 4].Select(mutations =>
        mutations.Aggregate(original, (bytes, mutate) => mutate(bytes)));

    private static byte[] Mutate(byte[] original, int kind, double from, double to, byte[] bytes)
    {
        var first = (int)(Math.Min(from, to) * original.Length);
        var last = (int)(Math.Max(from, to) * original.Length);
        return kind switch
        {
            0 => [.. original[..first], .. original[last..]],
            1 => [.. original[..first], .. bytes, .. original[first..]],
            2 => [.. original[..last], .. original[first..]],
            3 => [.. original[last..], .. original[..last]],
            _ => [.. original[..first], .. bytes, .. original[Math.Min(first + bytes.Length, original.Length)..]],
        };
    }
}
