using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing;
using Exchange.Sealing.Certificates;
using Exchange.Tests.Sealing.Certificates;

namespace Exchange.Tests.Sealing;

/// <summary>Messages opened with what a real card makes believable.</summary>
internal sealed class CardTrustOpeningTests
{
    private readonly TestCards _cards = new();

    [TestCase("CN=Upper", "CN=Lower with a name that makes its certificate longer")]
    [TestCase("CN=Upper with a name that makes its certificate longer", "CN=Lower")]
    public void A_chain_of_several_authorities_opens_however_their_encodings_sort(string upperName, string lowerName)
    {
        var upper = _cards.Root.Below(upperName);
        var lower = upper.Below(lowerName);
        var leaf = Leaf(lower);
        var card = _cards.WithSigning(leaf, lower, upper);

        Open(card, Sealed([leaf, lower.Certificate, upper.Certificate])).ShouldBeOfType<Opened>();
        SetOrder([leaf, lower.Certificate, upper.Certificate])
            .ShouldBe(upperName.Length > lowerName.Length ? [1, 2] : [2, 1], "both orders are tried");
    }

    [TestCase("CN=Upper", "CN=Lower with a name that makes its certificate longer")]
    [TestCase("CN=Upper with a name that makes its certificate longer", "CN=Lower")]
    public void A_chain_that_is_not_exactly_the_cards_is_refused(string upperName, string lowerName)
    {
        var upper = _cards.Root.Below(upperName);
        var (lower, other) = (upper.Below(lowerName), upper.Below(lowerName));
        var leaf = Leaf(lower);
        var card = _cards.WithSigning(leaf, lower, upper);

        foreach (
            byte[][] chain in new byte[][][]
            {
                [leaf],
                [leaf, lower.Certificate],
                [leaf, upper.Certificate],
                [leaf, lower.Certificate, lower.Certificate],
                [leaf, lower.Certificate, other.Certificate],
                [leaf, lower.Certificate, upper.Certificate, other.Certificate],
            }
        )
        {
            Open(card, Sealed(chain)).ShouldBeRefusedWith(ReceiptCode.NotTheSigningCertificate);
        }
    }

    [TestCase("CN=Upper", "CN=Lower with a name that makes its certificate longer")]
    [TestCase("CN=Upper with a name that makes its certificate longer", "CN=Lower")]
    public void A_leaf_that_only_has_a_path_is_not_the_cards(string upperName, string lowerName)
    {
        var upper = _cards.Root.Below(upperName);
        var lower = upper.Below(lowerName);

        Open(_cards.WithSigning(Leaf(lower), lower, upper), Sealed([Leaf(lower), lower.Certificate, upper.Certificate]))
            .ShouldBeRefusedWith(ReceiptCode.NotTheSigningCertificate);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Without_a_fresh_revocation_list_it_cannot_be_said_yet(bool hasList)
    {
        var stale = _cards.Card with
        {
            Crls = hasList ? TestCards.CrlPem(_cards.Root.Crl(TestParty.Now.AddDays(-9), TestParty.Now.AddDays(-2))) : "",
        };

        var waits = Open(stale, Sealed([_cards.SigningLeaf])).ShouldBeOfType<NotYet>();

        waits.IsLinkMessage.ShouldBeTrue("a ping");
        Open(_cards.Card, Sealed([_cards.SigningLeaf])).ShouldBeOfType<Opened>();
    }

    [Test]
    public void A_case_message_that_waits_is_told_from_a_link_message()
    {
        var content = Exchange.Tests.Protocol.Sample.Pad(Exchange.Tests.Protocol.Sample.Request.ToJsonString());
        var waits = Open(_cards.Card with { Crls = "" }, Sealed([_cards.SigningLeaf], content)).ShouldBeOfType<NotYet>();

        waits.IsLinkMessage.ShouldBeFalse();
    }

    private byte[] Leaf(TestAuthority issuer) =>
        issuer.Issue(_cards.Subject, _cards.SigningKey.SubjectPublicKeyInfo, TestCards.SigningUsage);

    private byte[] Sealed(byte[][] chain, byte[]? content = null) =>
        Forgery.SealBoth(SignedMessage.Sign(content ?? Forgery.Bgd.PingTo(Forgery.Mys).Bytes, Identity(chain), TestParty.Now).ToAttached());

    private SigningIdentity Identity(byte[][] chain) =>
        new([.. chain.Select(certificate => (ReadOnlyMemory<byte>)certificate)], _cards.SigningKey);

    // At which places of the chain the certificates above the leaf come in the message.
    private int[] SetOrder(byte[][] chain)
    {
        SignedMessage
            .TryOpen(SignedMessage.Sign(new byte[1], Identity(chain), TestParty.Now).ToAttached(), out var message, out _)
            .ShouldBeTrue();
        return [.. message!.Chain.Skip(1).Select(shown => Array.FindIndex(chain, own => shown.Span.SequenceEqual(own)))];
    }

    private static OpenResult Open(PartyCard card, byte[] sealedBytes)
    {
        var trust = CardTrust.Of(card);
        return new Opener(Forgery.Mys.Name, Forgery.Mys.OpeningKeys, party => party == card.Party ? trust : null).Open(
            sealedBytes,
            card.Party,
            TestParty.Now
        );
    }
}
