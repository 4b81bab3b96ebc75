using System.Security.Cryptography.X509Certificates;

namespace Exchange.Ledger.Evidence;

/// <summary>The parts of a bundle, from which all its files are written. Prints as a digest: it may hold content.</summary>
public sealed record BundleParts
{
    /// <summary>The exact bytes that were signed; null if the content is left out.</summary>
    public ReadOnlyMemory<byte>? Message { get; init; }

    /// <summary>The detached signature (CMS, DER).</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The certificates in the signature (PEM, leaf first).</summary>
    public required string SignerChain { get; init; }

    /// <summary>False if the sender's card has no revocation list for the time when the message was recorded.</summary>
    public required bool IsRevocationKnown { get; init; }

    /// <summary>The signing time that the signer states (UTC).</summary>
    public required DateTimeOffset SignedAt { get; init; }

    public required EvidenceCard Sender { get; init; }
    public required EvidenceCard Recipient { get; init; }

    /// <summary>The sender's entry; null if the recipient makes the bundle, because it has no proof of that entry.</summary>
    public LoggedEntry? Sent { get; init; }

    /// <summary>The recipient's entry: accepted, or rejected.</summary>
    public required LoggedEntry Judged { get; init; }

    public Digest Signed => Digest.Of(Signature.Span);

    /// <summary>
    /// True if a certificate of the chain had expired when the message was recorded, because it arrived or was judged late.
    /// </summary>
    public bool HadChainEnded
    {
        get
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(SignerChain);
            certificates.ImportFromPem(Sender.Card.Authorities);
            var ended = PathOf(certificates).Any(certificate => certificate.NotAfter.ToUniversalTime() < Judged.Leaf.At);
            foreach (var certificate in certificates)
                certificate.Dispose();
            return ended;
        }
    }

    // From the signer to its authority: a card may have more authorities.
    private static IEnumerable<X509Certificate2> PathOf(X509Certificate2Collection certificates)
    {
        var left = certificates.ToList();
        for (var at = left[0]; at is not null;)
        {
            yield return at;
            left.Remove(at);
            var issuer = at.IssuerName.RawData;
            at = left.Find(other => other.SubjectName.RawData.AsSpan().SequenceEqual(issuer));
        }
    }

    public override string ToString() => Signed.ToString();
}

/// <summary>A ledger entry with its inclusion proof.</summary>
public sealed record LoggedEntry(LedgerLeaf Leaf, TlogProof Proof)
{
    /// <summary>Size of the ledger at the checkpoint of the proof.</summary>
    public long Size => Notes.CheckpointNote.ReadUnverified(Proof.Checkpoint.Note)?.Size ?? 0;
}
