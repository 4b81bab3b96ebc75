using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace Exchange.Sealing.Cms;

/// <summary>
/// SignedData version 1 (RFC 5652, section 5) with one SignerInfo version 1 by ECDSA with SHA-256, as parts from which the
/// whole is written.
/// </summary>
/// <param name="Content">Null in the detached form.</param>
/// <param name="Chain">The certificates, the signer's first.</param>
/// <param name="Attributes">What is signed.</param>
/// <param name="Signature">Ecdsa-Sig-Value, DER.</param>
internal sealed record SignedParts(byte[]? Content, SignerChain Chain, SignedAttributes Attributes, byte[] Signature)
{
    // Longer than any chain of a card. The limit exists because reading each certificate costs time before it can be compared.
    private const int MaximumChain = 8;

    private static readonly AlgorithmIdentifier Sha256 = new(NistObjectIdentifiers.IdSha256);
    private static readonly AlgorithmIdentifier EcdsaWithSha256 = new(X9ObjectIdentifiers.ECDsaWithSha256);

    /// <summary>Writes the whole as a ContentInfo, attached if there is content.</summary>
    public byte[] Write()
    {
        var content = new ContentInfo(CmsObjectIdentifiers.Data, Content is null ? null : new DerOctetString(Content));
        var signer = new SignerInfo(
            new SignerIdentifier(Chain.Leaf.IssuerAndSerial),
            Sha256,
            Attributes.ToSet(Chain.Leaf),
            EcdsaWithSha256,
            new DerOctetString(Signature),
            unauthenticatedAttributes: null
        );
        var data = new SignedData(new DerSet(Sha256), content, Chain.CertificateSet, crls: null, new DerSet(signer));
        return Der.Write(new ContentInfo(CmsObjectIdentifiers.SignedData, data));
    }

    /// <summary>Reads the parts and ignores everything else: the caller writes the parts again and compares.</summary>
    public static bool TryRead(byte[] der, [NotNullWhen(true)] out SignedParts? parts) => Der.TryRead(der, Read, out parts);

    private static SignedParts? Read(Asn1Object root)
    {
        var info = ContentInfo.GetInstance(root);
        if (!CmsObjectIdentifiers.SignedData.Equals(info.ContentType) || SignedData.GetInstance(info.Content) is not { } data)
            return null;
        if (data.SignerInfos.Count == 0 || data.Certificates is null)
            return null;
        var signer = SignerInfo.GetInstance(data.SignerInfos[0]);
        if (
            signer.SignedAttrs is null
            || SignedAttributes.Read(signer.SignedAttrs) is not { } attributes
            || ChainOf(signer, data.Certificates) is not { } chain
        )
        {
            return null;
        }

        var content = data.EncapContentInfo.Content is { } octets ? Asn1OctetString.GetInstance(octets).GetOctets() : null;
        return new(content, chain, attributes, signer.Signature.GetOctets());
    }

    private static SignerChain? ChainOf(SignerInfo signer, Asn1Set certificates)
    {
        if (certificates.Count > MaximumChain)
            return null;
        var facts = certificates.Select(CertificateFacts.Read).ToList();
        var leaf = facts.FindIndex(certificate => certificate.IssuerAndSerial.Equals(signer.SignerID.ID));
        return leaf < 0 ? null : new([facts[leaf], .. facts[..leaf], .. facts[(leaf + 1)..]]);
    }
}

/// <summary>The certificates inside a signed message, leaf first.</summary>
internal sealed class SignerChain(IReadOnlyList<CertificateFacts> certificates)
{
    public IReadOnlyList<CertificateFacts> Certificates { get; } = certificates;

    public CertificateFacts Leaf => Certificates[0];

    public byte[] LeafHash { get; } = SHA256.HashData(certificates[0].Encoded);

    /// <summary>As in CMS: a SET, in DER order.</summary>
    public Asn1Set CertificateSet { get; } = new DerSet(certificates.Select(certificate => certificate.Structure).ToArray<Asn1Encodable>());
}
