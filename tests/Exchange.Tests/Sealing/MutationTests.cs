using CsCheck;
using Exchange.Protocol;
using Exchange.Sealing;
using Exchange.Sealing.Layers;

namespace Exchange.Tests.Sealing;

/// <summary>Properties: what opens was written by this recipe, and nothing else opens.</summary>
internal sealed class MutationTests
{
    private static readonly byte[] Layer1 = SignedMessage.Sign(new byte[] { 1, 2, 3 }, Forgery.Bgd.Identity, TestParty.Now).ToAttached();
    private static readonly byte[] Layer2 = Forgery.SealInner(Layer1);
    private static readonly byte[] Layer3 = Forgery.SealOuter(Layer2);

    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, 250L * 365 * 24 * 3600 * 1000]
        .Select(milliseconds => new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds));

    private static readonly Gen<Func<byte[], byte[]>> OneMutation = Gen.Select(
            Gen.Int[0, 4],
            Gen.Double.Unit,
            Gen.Double.Unit,
            Gen.Byte.Array[1, 8]
        )
        .Select((kind, from, to, bytes) => (Func<byte[], byte[]>)(original => Mutate(original, kind, from, to, bytes)));

    [Test]
    public void Whatever_is_signed_opens_and_is_written_again_as_the_same_bytes() =>
        Gen.Select(Gen.Byte.Array[0, 20_000], Times)
            .Sample(
                (content, time) =>
                {
                    var attached = SignedMessage.Sign(content, Forgery.Bgd.Identity, time).ToAttached();

                    return SignedMessage.TryOpen(attached, out var opened, out _)
                        && opened.Content.Span.SequenceEqual(content)
                        && opened.SigningTime == new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero)
                        && opened.ToAttached().AsSpan().SequenceEqual(attached)
                        && SignedMessage.TryOpenDetached(opened.Detached, content, out var detached, out _)
                        && detached.Signed == opened.Signed;
                },
                iter: 300
            );

    [Test]
    public void Detached_signature_does_not_hold_for_other_content() =>
        Gen
            .Byte.Array[0, 100]
            .Sample(
                content =>
                {
                    var signed = SignedMessage.Sign(content, Forgery.Bgd.Identity, TestParty.Now);
                    return !SignedMessage.TryOpenDetached(signed.Detached, content.Append((byte)0).ToArray(), out _, out _);
                },
                iter: 100
            );

    [Test]
    public void No_mutation_of_a_sealed_message_gets_past_the_seals() =>
        Mutations(Layer3)
            .Sample(
                mutated =>
                    mutated.AsSpan().SequenceEqual(Layer3) || Forgery.Open(mutated) is Rejected { Code: <= ReceiptCode.NotTheOneEncoding },
                iter: 5000
            );

    [Test]
    public void No_mutation_of_a_signed_message_holds() =>
        Mutations(Layer1)
            .Sample(mutated => mutated.AsSpan().SequenceEqual(Layer1) || !SignedMessage.TryOpen(mutated, out _, out _), iter: 20_000);

    // The certificates are not signed: another one among them is for the certificate path to refuse.
    [Test]
    public void No_well_formed_variation_of_a_signed_message_is_believed() =>
        Variations(Layer1)
            .Sample(
                varied =>
                    varied.AsSpan().SequenceEqual(Layer1)
                    || !SignedMessage.TryOpen(varied, out _, out _)
                    || Forgery.Open(Forgery.SealBoth(varied)) is Rejected { Code: ReceiptCode.NotTheSigningCertificate },
                iter: 10_000
            );

    [Test]
    public void No_well_formed_variation_of_an_inner_seal_opens() =>
        Variations(Layer2)
            .Sample(
                varied => varied.AsSpan().SequenceEqual(Layer2) || !InnerSeal.TryOpen(varied, Forgery.Mys.OpeningKeys, out _, out _),
                iter: 5000
            );

    [Test]
    public void No_well_formed_variation_of_an_outer_seal_opens() =>
        Variations(Layer3)
            .Sample(
                varied => varied.AsSpan().SequenceEqual(Layer3) || !OuterSeal.TryOpen(varied, Forgery.Mys.OpeningKeys, out _, out _),
                iter: 5000
            );

    [Test]
    public void Random_bytes_never_open() =>
        Gen.Byte.Array[0, 2000].Sample(bytes => Forgery.Open(bytes) is Rejected { Code: ReceiptCode.NotASealedMessage }, iter: 20_000);

    /// <summary>One to four cuts, insertions, repetitions, moves and overwritings.</summary>
    private static Gen<byte[]> Mutations(byte[] original) =>
        OneMutation.Array[1, 4].Select(mutations => mutations.Aggregate(original, (bytes, mutate) => mutate(bytes)));

    /// <summary>One element with another tag, other contents, taken out, put twice or emptied; all lengths fit.</summary>
    private static Gen<byte[]> Variations(byte[] original) =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 10_000], Gen.Byte, Gen.Byte.Array[0, 40])
            .Select((kind, position, tag, contents) => Forgery.Edit(original, root => Vary(root, kind, position, tag, contents)));

    private static void Vary(DerNode root, int kind, int position, byte tag, byte[] contents)
    {
        var parents = Parents(root).ToList();
        var parent = parents[position % parents.Count];
        var index = position % parent.Children.Count;
        var child = parent.Children[index];
        switch (kind)
        {
            case 0:
                parent.Children.RemoveAt(index);
                break;
            case 1:
                parent.Children.Insert(index, child.Copy());
                break;
            case 2:
                child.Become(DerNode.Primitive(tag & 0xDF, contents));
                break;
            case 3:
                child.Become(DerNode.Constructed(tag | 0x20, DerNode.Primitive(0x04, contents)));
                break;
            case 4:
                child.Contents = contents;
                break;
            default:
                child.Children.Clear();
                break;
        }
    }

    private static IEnumerable<DerNode> Parents(DerNode node) =>
        node.Children.Count == 0 ? [] : node.Children.SelectMany(Parents).Append(node);

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
