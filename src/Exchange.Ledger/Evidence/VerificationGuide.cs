namespace Exchange.Ledger.Evidence;

/// <summary>
/// The texts of a bundle, for an expert who has only stock tools. A court may keep a bundle for years, and it must verify
/// then: these texts are part of the format, and change only with its version.
/// </summary>
internal static class VerificationGuide
{
    /// <summary>The bytes of <c>verify.sh</c>.</summary>
    public static ReadOnlyMemory<byte> Script { get; } = ReadScript();

    // Digests of every released verify.sh: people run the script of an unpacked bundle.
    private static readonly HashSet<Digest> Released =
    [
        Digest.Parse("sha256:710e499acf10ee9a09f3d102899625ee20ec796a49d64f80e809a617557b4adf"),
    ];

    public static bool IsReleased(ReadOnlyMemory<byte> script) => Released.Contains(Digest.Of(script.Span));

    /// <summary>The text of <c>VERIFY.md</c>.</summary>
    public static string Write(BundleParts parts) =>
        Introduction(parts)
        + GuideSteps.Whole
        + GuideSteps.Cards(parts)
        + GuideSteps.Signature(parts)
        + GuideSteps.Logs(parts)
        + Limits(parts);

    private static string Introduction(BundleParts parts) => $"""
        # Evidence of a message from {parts.Sender} to {parts.Recipient}

        Evidence bundle, version 1, made by {(parts.Sent is null ? $"{parts.Recipient}, which received the message" : $"{parts.Sender}, which sent the message")}. It is about message {IdOf(parts)}, whose signature has the digest {parts.Signed}.

        | file | what it is |
        |---|---|
        | `message.p7s` | the sender's signature over the message (CMS, detached, DER) |
        {(parts.Message is null ? "" : "| `message.json` | the message, exactly as it was signed |\n")}| `certificates/` | the chain of the key that signed, the authority of {parts.Sender}, and its revocation lists |
        | `cards/` | the two parties' cards: all keys that each speaks with |
        | `*.entry` | an entry of a party's log, exactly as it was hashed |
        | `*.tlog-proof` | the proof that the entry stands in that log (C2SP tlog-proof), with the log's checkpoint, signed by the log and cosigned by the other party |
        | `*-log.pub.pem` | the Ed25519 key of the log, from the card |
        | `verify.sh` | checks the proofs with `openssl` alone |
        | `SHA256SUMS` | digests of all other files |

        What follows needs `sh`, `sha256sum` and OpenSSL 3.0 or later. Unpack the bundle into an empty folder, and type the commands there; what they write goes into a folder of its own:

        ```
        work=$(mktemp -d)
        ```

        `exchange evidence verify FILE.zip` does all of it and more in one step.


        """;

    private static string Limits(BundleParts parts) => $"""
        ## What none of this proves

        - Whose the keys are. All rests on the two cards: compare their fingerprints (step 2) with those that the parties' officers confirmed to each other.
        - The times, beyond the word of those who signed them. That each party countersigned the other's log bounds them.
        - Who has read the message, or what was done about it.
        {string.Concat(Missing(parts))}- The second, quantum-safe signature of each checkpoint and the cosignature (the last two lines of each `.tlog-proof`, ML-DSA-44): `exchange evidence verify` checks both; tools of the day may not know the algorithm.

        """;

    private static IEnumerable<string> Missing(BundleParts parts)
    {
        if (parts.Message is null)
        {
            yield return "- What the message says: its text was left out. Should it turn up, its SHA-256 must be the digest in the signed "
                + "attributes (step 3).\n";
        }

        if (parts.Sent is null)
        {
            yield return $"- That the log of {parts.Sender} has the message as sent: only the sender has that proof. That {parts.Sender} "
                + "signed it is proved all the same.\n";
        }

        if (!parts.IsRevocationKnown)
            yield return "- That the signer's certificate was not revoked then: the revocation lists here are of another time.\n";
    }

    internal static string IdOf(BundleParts parts) =>
        (parts.Sent?.Leaf ?? parts.Judged.Leaf).MessageId is { } id ? MessageId.Write(id) : "without an id";

    internal static string VerdictOf(BundleParts parts) => parts.Judged.Leaf.Event == LedgerEvents.MessageAccepted
        ? "accepted"
        : string.Create(CultureInfo.InvariantCulture, $"rejected (code {(int?)parts.Judged.Leaf.Code})");

    private static byte[] ReadScript()
    {
        using var resource = typeof(VerificationGuide).Assembly.GetManifestResourceStream("verify.sh")!;
        var script = new byte[resource.Length];
        resource.ReadExactly(script);
        return script;
    }
}
