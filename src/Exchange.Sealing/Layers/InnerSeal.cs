using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;

namespace Exchange.Sealing.Layers;

/// <summary>Layer 2 (border protocol, section 3): AuthEnvelopedData for one recipient by ephemeral-static ECDH on P-256.</summary>
internal static class InnerSeal
{
    private const int KeySize = 32;

    private static readonly DerObjectIdentifier Gcm = NistObjectIdentifiers.IdAes256Gcm;

    public static byte[] Seal(ReadOnlySpan<byte> signed, EncryptionCertificate recipient)
    {
        using var ephemeral = new ECDiffieHellmanOpenSsl(ECCurve.NamedCurves.nistP256);
        using var handle = ephemeral.DuplicateKeyHandle();
        using var z = new Secret(Ecdh.Agree(handle, recipient.PublicKey));
        using var kek = new Secret(EcdhRecipient.KeyEncryptionKey(z.Bytes));
        using var cek = Secret.Random(KeySize);
        var wrappedKey = AesKeyWrap.Wrap(kek.Bytes, cek.Bytes);
        var content = AesGcmSeal.Seal(cek.Bytes, signed);
        var ephemeralPoint = P256.Point(ephemeral.ExportParameters(includePrivateParameters: false));
        return new AuthEnveloped<EcdhRecipient>(new(recipient.IssuerAndSerial, ephemeralPoint, wrappedKey), content).Write(Gcm);
    }

    public static bool TryOpen(
        byte[] inner,
        OpeningKeys keys,
        [NotNullWhen(true)] out byte[]? signed,
        [NotNullWhen(false)] out Rejected? refusal
    )
    {
        signed = null;
        refusal = null;
        if (!AuthEnveloped<EcdhRecipient>.TryRead(inner, EcdhRecipient.Read, out var envelope))
            refusal = new(ReceiptCode.InnerSeal, "No inner seal: no AuthEnvelopedData with a key agreement recipient.");
        else if (!envelope.Write(Gcm).AsSpan().SequenceEqual(inner))
            refusal = new(ReceiptCode.NotTheOneEncoding, "The inner seal is not in its one valid encoding.");
        else if (!TryDecrypt(envelope, keys, out signed))
            refusal = new(ReceiptCode.InnerSeal, "The inner seal does not open with a key of this party.");
        return signed is not null;
    }

    private static bool TryDecrypt(AuthEnveloped<EcdhRecipient> envelope, OpeningKeys keys, [NotNullWhen(true)] out byte[]? signed)
    {
        signed = null;
        var recipient = envelope.Recipient;
        // Checked before the key store is used: then an exception of the store is never caused by the sender.
        if (recipient.WrappedKey.Length != KeySize + AesKeyWrap.Overhead || !P256.IsOnCurve(recipient.EphemeralPoint))
            return false;
        if (keys.Agreement(recipient.Certificate) is not { } key)
            return false;
        using var z = new Secret(key.Agree(recipient.EphemeralPoint));
        using var kek = new Secret(EcdhRecipient.KeyEncryptionKey(z.Bytes));
        if (!AesKeyWrap.TryUnwrap(kek.Bytes, recipient.WrappedKey, out var contentKey))
            return false;
        using var cek = new Secret(contentKey);
        return envelope.Content.TryOpen(cek.Bytes, out signed);
    }
}
