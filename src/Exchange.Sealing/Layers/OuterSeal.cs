namespace Exchange.Sealing.Layers;

/// <summary>Layer 3 (border protocol, section 3): AuthEnvelopedData for one recipient by ML-KEM.</summary>
internal static class OuterSeal
{
    public static byte[] Seal(ReadOnlySpan<byte> inner, KemCertificate recipient)
    {
        var recipe = KemCertificate.Recipe;
        var (ciphertext, sharedSecret) = recipient.Encapsulate();
        using var secret = new Secret(sharedSecret);
        using var kek = KeyEncryptionKey(recipe, secret);
        using var cek = Secret.Random(recipe.CekLength);
        var wrappedKey = AesKeyWrap.Wrap(kek.Bytes, cek.Bytes);
        var content = AesGcmSeal.Seal(cek.Bytes, inner);
        return new AuthEnveloped<KemRecipient>(new(recipe, recipient.KeyIdentifier, ciphertext, wrappedKey), content).Write(recipe.Gcm);
    }

    public static bool TryOpen(
        byte[] sealedBytes,
        OpeningKeys keys,
        [NotNullWhen(true)] out byte[]? inner,
        [NotNullWhen(false)] out Rejected? refusal
    ) => TryOpen(sealedBytes, keys, KemRecipe.MlKem768, out inner, out refusal);

    internal static bool TryOpen(
        byte[] sealedBytes,
        OpeningKeys keys,
        KemRecipe recipe,
        [NotNullWhen(true)] out byte[]? inner,
        [NotNullWhen(false)] out Rejected? refusal
    )
    {
        inner = null;
        refusal = null;
        if (!AuthEnveloped<KemRecipient>.TryRead(sealedBytes, info => KemRecipient.Read(recipe, info), out var envelope))
            refusal = new(ReceiptCode.NotASealedMessage, "Not a sealed message: no AuthEnvelopedData with a KEM recipient.");
        else if (!envelope.Write(recipe.Gcm).AsSpan().SequenceEqual(sealedBytes))
            refusal = new(ReceiptCode.NotTheOneEncoding, "The outer seal is not in its one valid encoding.");
        else if (!TryDecrypt(envelope, keys, recipe, out inner))
            refusal = new(ReceiptCode.OuterSeal, "The outer seal does not open with a key of this party.");
        return inner is not null;
    }

    private static bool TryDecrypt(
        AuthEnveloped<KemRecipient> envelope,
        OpeningKeys keys,
        KemRecipe recipe,
        [NotNullWhen(true)] out byte[]? inner
    )
    {
        inner = null;
        var recipient = envelope.Recipient;
        if (recipient.Ciphertext.Length != recipe.CiphertextLength || recipient.WrappedKey.Length != recipe.CekLength + AesKeyWrap.Overhead)
            return false;
        if (keys.Kem(recipient.KeyIdentifier) is not { } key)
            return false;
        using var secret = new Secret(key.Decapsulate(recipient.Ciphertext));
        using var kek = KeyEncryptionKey(recipe, secret);
        if (!AesKeyWrap.TryUnwrap(kek.Bytes, recipient.WrappedKey, out var contentKey))
            return false;
        using var cek = new Secret(contentKey);
        return envelope.Content.TryOpen(cek.Bytes, out inner);
    }

    private static Secret KeyEncryptionKey(KemRecipe recipe, Secret secret) =>
        new(KeyDerivation.Hkdf(secret.Bytes, salt: [], recipe.KdfInfo, recipe.KekLength));
}
