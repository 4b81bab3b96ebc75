using Org.BouncyCastle.Asn1.Cms;

namespace Exchange.Sealing.Cms;

/// <summary>The one recipient of an <see cref="AuthEnveloped{TRecipient}"/>: by key agreement or by KEM.</summary>
internal interface IRecipient
{
    public RecipientInfo ToRecipientInfo();
}
