using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Cms;

/// <summary>
/// AuthEnvelopedData (RFC 5083) as both seals use it: version 0, one recipient, id-data under AES-GCM (RFC 5084) with an
/// ICV of 16 bytes, no attributes.
/// </summary>
internal sealed record AuthEnveloped<TRecipient>(TRecipient Recipient, AesGcmSeal Content)
    where TRecipient : class, IRecipient
{
    /// <summary>Writes the whole as a ContentInfo.</summary>
    /// <param name="algorithm">AES-GCM with the key length in use.</param>
    public byte[] Write(DerObjectIdentifier algorithm)
    {
        var parameters = new GcmParameters(Content.Nonce, AesGcmSeal.TagSize);
        var content = new EncryptedContentInfo(
            CmsObjectIdentifiers.Data,
            new AlgorithmIdentifier(algorithm, parameters),
            new DerOctetString(Content.Ciphertext)
        );
        var enveloped = new AuthEnvelopedData(
            originatorInfo: null,
            new DerSet(Recipient.ToRecipientInfo()),
            content,
            authAttrs: null,
            new DerOctetString(Content.Tag),
            unauthAttrs: null
        );
        return Der.Write(new ContentInfo(CmsObjectIdentifiers.AuthEnvelopedData, enveloped));
    }

    /// <summary>Reads the parts and ignores everything else: the caller writes the parts again and compares.</summary>
    public static bool TryRead(
        byte[] der,
        Func<RecipientInfo, TRecipient?> readRecipient,
        [NotNullWhen(true)] out AuthEnveloped<TRecipient>? parts
    ) => Der.TryRead(der, root => Read(root, readRecipient), out parts);

    private static AuthEnveloped<TRecipient>? Read(Asn1Object root, Func<RecipientInfo, TRecipient?> readRecipient)
    {
        var info = ContentInfo.GetInstance(root);
        if (
            !CmsObjectIdentifiers.AuthEnvelopedData.Equals(info.ContentType)
            || AuthEnvelopedData.GetInstance(info.Content) is not { } enveloped
        )
        {
            return null;
        }

        var content = enveloped.AuthEncryptedContentInfo;
        if (content.EncryptedContent is null || readRecipient(RecipientInfo.GetInstance(enveloped.RecipientInfos[0])) is not { } recipient)
            return null;
        var parameters = GcmParameters.GetInstance(content.ContentEncryptionAlgorithm.Parameters);
        return parameters is null
            ? null
            : new(recipient, new(parameters.GetNonce(), content.EncryptedContent.GetOctets(), enveloped.Mac.GetOctets()));
    }
}

/// <summary>The only recipient of an <see cref="AuthEnveloped{TRecipient}"/>: by key agreement or by KEM.</summary>
internal interface IRecipient
{
    public RecipientInfo ToRecipientInfo();
}
