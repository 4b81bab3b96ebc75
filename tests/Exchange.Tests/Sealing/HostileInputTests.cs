using System.Security.Cryptography;
using Exchange.Protocol;
using Exchange.Sealing;
using Exchange.Sealing.Certificates;
using Exchange.Tests.Sealing.Certificates;

namespace Exchange.Tests.Sealing;

/// <summary>Bytes made to cost more than they should: refused within a few megabytes, and never with an exception.</summary>
internal sealed class HostileInputTests
{
    private const int Large = 900 * 1024;

    // Four copies of each of three layers.
    private const long MaximumAllocation = 12 * 1024 * 1024;

    [TestCaseSource(nameof(Outer))]
    public void Opener_refuses_at_once(byte[] bytes) => ShouldBeRefusedAtOnce(bytes);

    [TestCaseSource(nameof(Inner))]
    public void Opener_refuses_at_once_what_is_hidden_in_the_outer_seal(byte[] inner) => ShouldBeRefusedAtOnce(Forgery.SealOuter(inner));

    [TestCaseSource(nameof(Signed))]
    public void Opener_refuses_at_once_what_is_hidden_in_both_seals(byte[] signed) => ShouldBeRefusedAtOnce(Forgery.SealBoth(signed));

    [Test]
    public void A_message_over_one_mebibyte_is_not_even_read()
    {
        var atTheLimit = new byte[SealedMessage.MaximumSize];
        var overTheLimit = new byte[SealedMessage.MaximumSize + 1];

        var before = GC.GetAllocatedBytesForCurrentThread();
        Forgery.Open(overTheLimit).ShouldBeRefusedWith(ReceiptCode.NotASealedMessage);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 * 1024);
        Forgery.Open(atTheLimit).ShouldBeRefusedWith(ReceiptCode.NotASealedMessage);
    }

    [TestCaseSource(nameof(Certificates))]
    public void Opener_refuses_a_certificate_that_cannot_be_judged(Action<DerNode> edit)
    {
        var cards = new TestCards();
        var forged = Forgery.Edit(cards.SigningLeaf, edit);
        var bytes = Forgery.SealBoth(
            SignedMessage.Sign(Forgery.Bgd.PingTo(Forgery.Mys).Bytes, new([forged], cards.SigningKey), TestParty.Now).ToAttached()
        );
        // Both as a stranger's and as the one on the card, which only its taker's check keeps out.
        foreach (var card in new[] { cards.Card, cards.WithSigning(forged) })
        {
            var trust = CardTrust.Of(card);
            var opener = new Opener(Forgery.Mys.Name, Forgery.Mys.OpeningKeys, _ => trust);
            opener.Open(bytes, cards.Party, TestParty.Now).ShouldBeRefusedWith(ReceiptCode.CertificatePath);
        }

        CardCheck
            .Check(cards.WithSigning(forged), TestParty.Now)
            .ShouldContain(fault => fault.Code == ReceiptCode.CertificatePath && fault.Pointer == "/signing");
    }

    [TestCaseSource(nameof(AlgorithmEdits))]
    public void A_list_whose_algorithm_cannot_be_read_says_nothing(Action<DerNode> edit)
    {
        var cards = new TestCards();
        var list = Forgery.Edit(cards.Root.Crl(), root =>
            edit(DerNode.Constructed(0x30, DerNode.Constructed(0x30, DerNode.Null(), DerNode.Null(), root[0, 1]), root[1]))
        );

        var trust = CardTrust.Of(cards.Card with { Crls = TestCards.CrlPem(list) });

        trust.JudgeSigner([cards.SigningLeaf], TestParty.Now, TestParty.Now).ShouldBe(new Wait());
    }

    private static void ShouldBeRefusedAtOnce(byte[] bytes)
    {
        Forgery.Open(bytes).ShouldBeOfType<Rejected>();
        var again = Task.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = Forgery.Open(bytes);
            return (Result: result, Allocated: GC.GetAllocatedBytesForCurrentThread() - before);
        });
        // No figure: what somebody would have us compute here takes minutes or days.
        again.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue("it computes what a stranger asks for");
        again.Result.Allocated.ShouldBeLessThan(MaximumAllocation);
        ((int)again.Result.Result.ShouldBeOfType<Rejected>().Code).ShouldBeInRange(300, 355);
    }

    private static IEnumerable<TestCaseData> Outer()
    {
        foreach (var (name, bytes) in NotEvenDer())
            yield return new TestCaseData(bytes).SetArgDisplayNames(name);
        foreach (var (name, edit) in OuterEdits())
            yield return new TestCaseData(Forgery.Edit(Forgery.SealBoth(Forgery.Signed()), edit)).SetArgDisplayNames(name);
    }

    private static IEnumerable<TestCaseData> Inner()
    {
        foreach (var (name, bytes) in NotEvenDer())
            yield return new TestCaseData(bytes).SetArgDisplayNames(name);
        foreach (var (name, edit) in InnerEdits())
            yield return new TestCaseData(Forgery.Edit(Forgery.SealInner(Forgery.Signed()), edit)).SetArgDisplayNames(name);
    }

    private static IEnumerable<TestCaseData> Signed()
    {
        foreach (var (name, bytes) in NotEvenDer())
            yield return new TestCaseData(bytes).SetArgDisplayNames(name);
        foreach (var (name, edit) in SignedEdits())
            yield return new TestCaseData(Forgery.Edit(Forgery.Signed(), edit)).SetArgDisplayNames(name);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> NotEvenDer()
    {
        yield return ("nothing", []);
        yield return ("one byte", [0x30]);
        yield return ("an empty sequence", [0x30, 0]);
        yield return ("random bytes", RandomNumberGenerator.GetBytes(Large));
        yield return ("zeros", new byte[Large]);
        yield return ("a length of two gigabytes", [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x30]);
        yield return ("a length of 2⁶⁴ − 1", [0x30, 0x88, .. Enumerable.Repeat((byte)0xFF, 8), 0x30]);
        yield return ("a length of 126 bytes", [0x30, 0xFE, .. new byte[126]]);
        yield return ("a length that is not minimal", [0x30, 0x82, 0, 2, 5, 0]);
        yield return (
            "indefinite lengths, nested",
            [.. Enumerable.Range(0, Large).Select(index => index % 2 == 0 ? (byte)0x30 : (byte)0x80)]
        );
        yield return ("sequences, nested", Nested(100_000, 0x30));
        yield return ("context tags, nested", Nested(100_000, 0xA0));
        yield return ("octet strings, constructed and nested", Nested(100_000, 0x24));
        yield return ("half a million elements", Wide(DerNode.Constructed(0x30, DerNode.Null()).Encode()));
        yield return ("a large tag number", [0x3F, .. Enumerable.Repeat((byte)0xFF, Large)]);
        yield return ("a large object identifier", DerNode.Constructed(0x30, DerNode.Primitive(0x06, new byte[Large])).Encode());
        yield return (
            "a large integer",
            DerNode.Constructed(0x30, DerNode.Primitive(0x02, [.. Enumerable.Repeat((byte)0x7F, Large)])).Encode()
        );
        yield return ("trailing bytes", [.. Forgery.SealBoth(Forgery.Signed()), 0]);
        yield return ("a cut message", Forgery.SealBoth(Forgery.Signed())[..^1]);
        yield return ("two messages", [.. Forgery.SealBoth(Forgery.Signed()), .. Forgery.SealBoth(Forgery.Signed())]);
        yield return ("PEM", System.Text.Encoding.ASCII.GetBytes("-----BEGIN CMS-----\nMAA=\n-----END CMS-----\n"));
    }

    private static IEnumerable<(string Name, Action<DerNode> Edit)> OuterEdits()
    {
        yield return ("a large version", root => root[1, 0, 0].Contents = Filled(Large));
        yield return ("a large nonce", root => root[1, 0, 2, 1, 1, 0].Contents = Filled(Large));
        yield return ("a large ICV length", root => root[1, 0, 2, 1, 1, 1].Contents = Filled(Large));
        yield return ("large ciphertext", root => root[1, 0, 2, 2].Contents = Filled(Large));
        yield return ("a large tag", root => root[1, 0, 3].Contents = Filled(Large));
        yield return ("a large key identifier", root => root[1, 0, 1, 0, 1, 1].Contents = Filled(Large));
        yield return ("a large KEM ciphertext", root => root[1, 0, 1, 0, 1, 3].Contents = Filled(Large));
        yield return ("a large kekLength", root => root[1, 0, 1, 0, 1, 5].Contents = Filled(Large));
        yield return ("a large wrapped key", root => root[1, 0, 1, 0, 1, 7].Contents = Filled(Large));
        yield return ("a password with 2³¹ iterations", root => root[1, 0, 1, 0].Become(PasswordRecipient()));
        yield return ("thousands of recipients", root => root[1, 0, 1].Children.AddRange(Enumerable.Repeat(root[1, 0, 1, 0].Copy(), 500)));
    }

    private static IEnumerable<(string Name, Action<DerNode> Edit)> InnerEdits()
    {
        yield return ("a password with 2³¹ iterations", root => root[1, 0, 1, 0].Become(PasswordRecipient()));
        yield return ("a large point", root => root[1, 0, 1, 0, 1, 0, 1].Contents = Filled(Large));
        yield return ("a large serial number", root => root[1, 0, 1, 0, 3, 0, 0, 1].Contents = Filled(Large));
        yield return ("a large issuer", root => root[1, 0, 1, 0, 3, 0, 0, 0, 0, 0, 1].Contents = Filled(Large));
        yield return ("an issuer of a thousand names", root => Repeat(root[1, 0, 1, 0, 3, 0, 0, 0], 900));
        yield return ("a large wrapped key", root => root[1, 0, 1, 0, 3, 0, 1].Contents = Filled(Large));
        yield return ("a large nonce", root => root[1, 0, 2, 1, 1, 0].Contents = Filled(Large));
    }

    private static IEnumerable<(string Name, Action<DerNode> Edit)> SignedEdits()
    {
        yield return ("a large signature", root => root[1, 0, 4, 0, 5].Contents = Filled(Large));
        yield return ("a signature of large numbers", root =>
            root[1, 0, 4, 0, 5].Contents = DerNode
                .Constructed(0x30, DerNode.Primitive(0x02, Filled(Large)), DerNode.Primitive(0x02, Filled(16)))
                .Encode()
        );
        yield return ("a large serial number", root => root[1, 0, 4, 0, 1, 1].Contents = Filled(Large));
        yield return ("a large serial number in certificate and signer", root =>
            root[1, 0, 4, 0, 1, 1].Contents = root[1, 0, 3, 0, 0, 1].Contents = Filled(Large / 3)
        );
        yield return ("many certificates", root => root[1, 0, 3].Children.AddRange(Enumerable.Repeat(root[1, 0, 3, 0].Copy(), 70)));
        yield return ("many attributes", root =>
            root[1, 0, 4, 0, 3].Children.AddRange(Enumerable.Repeat(root[1, 0, 4, 0, 3, 0].Copy(), 600))
        );
        yield return ("many extensions", root =>
            root[1, 0, 3, 0, 0].Children[^1][0].Children.AddRange(Enumerable.Repeat(root[1, 0, 3, 0, 0].Children[^1][0, 0].Copy(), 600))
        );
        yield return ("a large signing-time", root =>
            root[1, 0, 4, 0, 3].Children.ForEach(attribute => attribute[1, 0].Become(DerNode.Primitive(0x17, Filled(Large / 4))))
        );
        yield return ("large content that was not signed", root => root[1, 0, 2, 1, 0].Contents = Filled(Large));
    }

    private static IEnumerable<TestCaseData> Certificates() =>
        AlgorithmEdits()
            .Append(
                // White space before what would be a hexadecimal value: reading the name passes, comparing it does not.
                new TestCaseData(
                    (Action<DerNode>)(root => root[0, 3, 0, 0, 1].Become(DerNode.Primitive(0x0C, " #zz"u8.ToArray())))
                ).SetArgDisplayNames("an issuer that cannot be compared")
            );

    private static IEnumerable<TestCaseData> AlgorithmEdits()
    {
        const string pss = "1.2.840.113549.1.1.10";
        var parameters = new (string Name, DerNode[] Parameters)[]
        {
            ("RSASSA-PSS without parameters", []),
            ("RSASSA-PSS with an integer", [DerNode.Primitive(0x02, 7)]),
            ("RSASSA-PSS with NULL", [DerNode.Null()]),
            ("RSASSA-PSS with a hash that is none", [DerNode.Constructed(0x30, DerNode.Constructed(0xA0, DerNode.Primitive(0x02, 7)))]),
            ("RSASSA-PSS with another tag", [DerNode.Constructed(0x30, DerNode.Constructed(0xA9, DerNode.Null()))]),
        };
        foreach (var (name, rest) in parameters)
        {
            yield return new TestCaseData(
                (Action<DerNode>)(
                    root =>
                    {
                        root[0, 2].Become(DerNode.Constructed(0x30, [DerNode.Oid(pss), .. rest]));
                        root[1].Become(DerNode.Constructed(0x30, [DerNode.Oid(pss), .. rest]));
                    }
                )
            ).SetArgDisplayNames(name);
        }
    }

    // PasswordRecipientInfo (RFC 5652, section 6.2.4): a key that costs minutes to derive, for whoever would derive it.
    private static DerNode PasswordRecipient()
    {
        var iterations = DerNode.Primitive(0x02, 0x00, 0x80, 0x00, 0x00, 0x00);
        var derivation = DerNode.Constructed(
            0xA0,
            DerNode.Oid("1.2.840.113549.1.5.12"),
            DerNode.Constructed(0x30, DerNode.Primitive(0x04, Filled(16)), iterations)
        );
        var wrap = DerNode.Constructed(0x30, DerNode.Oid("2.16.840.1.101.3.4.1.45"));
        return DerNode.Constructed(0xA3, DerNode.Primitive(0x02, 0), derivation, wrap, DerNode.Primitive(0x04, Filled(40)));
    }

    private static byte[] Filled(int length) => [.. Enumerable.Repeat((byte)0x35, length)];

    private static void Repeat(DerNode parent, int count) => parent.Children.AddRange(Enumerable.Repeat(parent[0].Copy(), count));

    private static byte[] Wide(byte[] element) =>
        DerNode.Primitive(0x30, [.. Enumerable.Repeat(element, 250_000).SelectMany(bytes => bytes)]).Encode();

    private static byte[] Nested(int levels, byte tag)
    {
        // Built from the inside out, into the end of a buffer.
        var buffer = new byte[levels * 5];
        var start = buffer.Length;
        for (var level = 0; level < levels; level++)
        {
            var head = DerNode.Header(tag, buffer.Length - start);
            start -= head.Length;
            head.CopyTo(buffer, start);
        }

        return buffer[start..];
    }
}
