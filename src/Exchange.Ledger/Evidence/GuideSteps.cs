using System.Formats.Asn1;

namespace Exchange.Ledger.Evidence;

/// <summary>The steps of <c>VERIFY.md</c>: commands, expected output, and what it proves.</summary>
internal static class GuideSteps
{
    public const string Whole = """
        ## 1. The files are whole

        ```
        sha256sum --strict -c SHA256SUMS
        ```

        Every line must end with `OK`. This proves only that nothing was damaged since the bundle was made: whoever changes a file can change the list too. What follows does not rest on it.


        """;

    public static string Cards(BundleParts parts) => $"""
        ## 2. The keys are those of the cards

        The fingerprints of the cards are

        - {parts.Sender}: `{parts.Sender.Fingerprint}`
        - {parts.Recipient}: `{parts.Recipient.Fingerprint}`

        ```
        sha256sum cards/sender.party.json cards/recipient.party.json
        ```

        must give them, and each must be the one that the party's officers confirm when asked: everything else rests on this. That authority and log keys are the cards' is shown by `OK`, and by a `1` for each log:

        ```
        printf '%b' "$(grep -o '"authorities": *"[^"]*"' cards/sender.party.json | cut -d '"' -f 4)" | diff - certificates/authorities.pem && echo OK
        {(parts.Sent is null ? "" : Key("sender") + "\n")}{Key("recipient")}
        ```


        """;

    public static string Signature(BundleParts parts) => $"""
        ## 3. {parts.Sender} has signed the message

        ```
        cat certificates/authorities.pem certificates/crls.pem > $work/authorities-and-crls.pem
        {(parts.Message is null ? WithoutContent(parts) : WithContent(parts))}
        ```

        {(parts.Message is null
            ? "must say `Verified OK` and `certificates/signer.pem: OK`. The signature is over the signed attributes, and these hold the digest of the message (`messageDigest`, shown by the last command): so it can be verified although the text is not here."
            : Revocation(parts) is "" ? "must say `CAdES Verification successful`." : "must say `CAdES Verification successful` and `certificates/signer.pem: OK`.")} This proves that the key of {parts.Sender}, certified by its authority{(parts.IsRevocationKnown ? " and not revoked when the message was recorded" : "")}, has signed exactly this message. It does not prove which person used the key.


        """;

    public static string Logs(BundleParts parts) => $"""
        ## 4. The logs have it

        ```
        openssl dgst -sha256 message.p7s
        {(parts.Sent is null ? "" : "cat sender.entry; echo; ")}cat recipient.entry; echo
        ```

        The digest of the signature must be the `signed` of each entry.{(parts.Sent is { } sent ? $" {parts.Sender} records the message as sent (entry {Number(sent.Proof.Index)}, {ProtocolTime.Write(sent.Leaf.At)})." : "")} {parts.Recipient} records it as {VerificationGuide.VerdictOf(parts)} (entry {Number(parts.Judged.Proof.Index)}, {ProtocolTime.Write(parts.Judged.Leaf.At)}).

        ```
        sh verify.sh
        ```

        must say `holds` for each entry: its hash leads, by the hashes in the proof, to the root in the checkpoint, and the log's key has signed that checkpoint. That signature by hand, for the recipient's log:

        ```
        sed '1,/^$/d' recipient.tlog-proof | sed -n 1,3p > $work/checkpoint
        sed '1,/^$/d' recipient.tlog-proof | sed -n 5p | cut -d ' ' -f 3 | openssl base64 -d -A | tail -c 64 > $work/checkpoint.sig
        openssl pkeyutl -verify -pubin -inkey recipient-log.pub.pem -rawin -in $work/checkpoint -sigfile $work/checkpoint.sig
        ```

        must say `Signature Verified Successfully`. This proves that the party has bound itself to the entry: it cannot have another history without that entry and the same checkpoint. The checkpoint of each log is cosigned by the other party, which vouches that it saw one history only.


        """;

    private static string WithContent(BundleParts parts) =>
        $"openssl cms -verify -cades -binary -inform DER -in message.p7s -content message.json -CAfile $work/authorities-and-crls.pem {AsOfThen(parts)} -out /dev/null{Revocation(parts)}";

    // RFC 5652, section 5.4: the attributes are signed as a SET OF (0x31), not with the tag under which they are sent.
    private static string WithoutContent(BundleParts parts)
    {
        var places = SignaturePlaces.Of(parts.Signature);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            { printf '\061'; tail -c +{{places.Attributes + 2}} message.p7s | head -c {{places.AttributesLength - 1}}; } > $work/attributes.der
            tail -c +{{places.Value + 1}} message.p7s | head -c {{places.ValueLength}} > $work/signature.der
            openssl x509 -in certificates/signer.pem -noout -pubkey > $work/signer.pub.pem
            openssl dgst -sha256 -verify $work/signer.pub.pem -signature $work/signature.der $work/attributes.der
            openssl verify -CAfile $work/authorities-and-crls.pem -untrusted certificates/signer.pem {{AsOfThen(parts)}} certificates/signer.pem{{Revocation(parts)}}
            openssl asn1parse -inform DER -in $work/attributes.der
            """);
    }

    // A certificate must be valid when it signs (border protocol, section 3), and usually still is when the message is recorded.
    private static string AsOfThen(BundleParts parts) => parts.HadChainEnded
        ? $"-attime {Number(parts.SignedAt.ToUnixTimeSeconds())}"
        : $"{(parts.IsRevocationKnown ? "-crl_check " : "")}-attime {Number(parts.Judged.Leaf.At.ToUnixTimeSeconds())}";

    // Revocation is judged at another time than validity, so it needs a command of its own.
    private static string Revocation(BundleParts parts) => parts is { HadChainEnded: true, IsRevocationKnown: true }
        ? "\nopenssl verify -CAfile $work/authorities-and-crls.pem -untrusted certificates/signer.pem -crl_check -no_check_time certificates/signer.pem"
        : "";

    private static string Key(string side) =>
        $$"""grep -cF "+$( { printf '\001'; openssl pkey -pubin -in {{side}}-log.pub.pem -outform DER | tail -c 32; } | openssl base64 -A)\"" cards/{{side}}.party.json""";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Positions of the signed attributes and the signature value in a detached signature (CMS, DER), for stock tools, which cannot verify a
/// CMS signature without its content.
/// </summary>
/// <param name="Attributes">First byte of the signed attributes, from 0.</param>
/// <param name="AttributesLength">Their length in bytes, with tag and length octets.</param>
/// <param name="Value">First byte of the signature's value, from 0.</param>
/// <param name="ValueLength">Its length in bytes.</param>
internal sealed record SignaturePlaces(int Attributes, int AttributesLength, int Value, int ValueLength)
{
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <exception cref="AsnContentException">Not a signature of this protocol.</exception>
    public static SignaturePlaces Of(ReadOnlyMemory<byte> detached)
    {
        var info = new AsnReader(detached, AsnEncodingRules.DER).ReadSequence();
        info.ReadObjectIdentifier();
        var data = info.ReadSequence(Zero).ReadSequence();
        Skip(data, 4);
        // Version, who signed, digest algorithm; signed attributes; signature algorithm; signature.
        var signer = data.ReadSetOf().ReadSequence();
        Skip(signer, 3);
        var attributes = signer.ReadEncodedValue();
        Skip(signer, 1);
        var value = signer.ReadEncodedValue();
        AsnDecoder.TryReadPrimitiveOctetString(value.Span, AsnEncodingRules.DER, out var content, out _);
        return new(Offset(detached, attributes.Span), attributes.Length, Offset(detached, content), content.Length);
    }

    private static void Skip(AsnReader reader, int count)
    {
        for (; count > 0; count--)
            reader.ReadEncodedValue();
    }

    private static int Offset(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> part) => whole.Span.Overlaps(part, out var offset) ? offset : 0;
}
