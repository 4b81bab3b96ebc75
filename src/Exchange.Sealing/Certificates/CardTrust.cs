namespace Exchange.Sealing.Certificates;

/// <summary>
/// The trust that one card establishes (border protocol, sections 1 and 3): signatures under the chain of its <c>signing</c>, byte
/// for byte and in any order above the leaf, and no others; a path to its authorities alone is not enough. Paths, revocation
/// and usage are judged once, on construction (RFC 5280, section 6), so that a message needs only comparisons of bytes and times.
/// Immutable and thread-safe.
/// </summary>
/// <remarks>
/// <para>Refuses with:</para>
/// <list type="bullet">
/// <item>350: no path from the leaf to the card's authorities;</item>
/// <item>351: a certificate of the path was not valid at the signing-time;</item>
/// <item>352: a certificate of the path is revoked, regardless of the signing-time and of the age of the list;</item>
/// <item>353: not the card's chain; or not EC P-256 with exactly digitalSignature and nonRepudiation, the party as CN and its
/// alpha-2 country as C.</item>
/// </list>
/// <para>Waits while an issuer on the path has no list that it signed and that is current (thisUpdate, with a tolerance of 10 minutes, to
/// nextUpdate).</para>
/// </remarks>
public sealed class CardTrust : CounterpartTrust
{
    private static readonly Refused NoPath = new(ReceiptCode.CertificatePath);
    private static readonly Refused NotTheCards = new(ReceiptCode.NotTheSigningCertificate);

    private readonly IReadOnlyList<CardCertificate> _authorities;
    private readonly IReadOnlyList<CardCertificate> _chain;
    private readonly CertifiedKey _key;

    private CardTrust(
        PartyName party,
        IReadOnlyList<CardCertificate> authorities,
        IReadOnlyList<CardCertificate> chain,
        IReadOnlyList<RevocationList> lists
    )
    {
        (_authorities, _chain) = (authorities, chain);
        _key = new(chain, CertificatePath.Find(chain, authorities, lists), CertificateUsage.Signing, party);
    }

    /// <summary>Reads a card. If its certificates are well-formed but not valid, the result refuses every signer.</summary>
    /// <exception cref="ArgumentException">The authorities, the signing chain or the revocation lists are missing or malformed.</exception>
    public static CardTrust Of(PartyCard card)
    {
        var authorities = Certificates(card, "authorities", card.Authorities);
        var chain = Certificates(card, "signing", card.Signing);
        if (!RevocationList.TryReadAll(card.Crls, out var lists))
            throw new ArgumentException($"The card of {card.Party} has crls that are not revocation lists in PEM.", nameof(card));
        return new(card.Party, authorities, chain, lists);
    }

    /// <inheritdoc/>
    public override SignerVerdict JudgeSigner(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset signingTime, DateTimeOffset now)
    {
        if (chain.Count == 0 || !_chain[0].Is(chain[0]))
            return LeadsToAnAuthority(chain) ? NotTheCards : NoPath;
        return IsTheCards(chain) ? _key.Judge(signingTime, now) : NotTheCards;
    }

    // A message carries them as a SET: above the leaf, which the signature names, their order is that of DER and has no meaning.
    private bool IsTheCards(IReadOnlyList<ReadOnlyMemory<byte>> chain) =>
        chain.Count == _chain.Count
        && _chain.Skip(1).All(own => chain.Skip(1).Any(own.Is))
        && chain.Skip(1).All(shown => _chain.Skip(1).Any(own => own.Is(shown)));

    private bool LeadsToAnAuthority(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        var certificates = chain.Select(certificate => CardCertificate.Read(certificate.ToArray())).OfType<CardCertificate>().ToList();
        return certificates.Count > 0
            && certificates.Count == chain.Count
            && CertificatePath.Find(InOrder(certificates), _authorities, []).Count > 0;
    }

    // From the leaf upward, each certificate once.
    private static List<CardCertificate> InOrder(List<CardCertificate> certificates)
    {
        var path = new List<CardCertificate> { certificates[0] };
        while (certificates.Except(path).FirstOrDefault(issuer => path[^1].IsIssuedUnder(issuer)) is { } next)
            path.Add(next);
        return path;
    }

    private static IReadOnlyList<CardCertificate> Certificates(PartyCard card, string member, string pem) =>
        CardCertificate.TryReadAll(pem, out var certificates)
            ? certificates
            : throw new ArgumentException($"The card of {card.Party} has {member} that are not certificates in PEM.", nameof(card));
}
