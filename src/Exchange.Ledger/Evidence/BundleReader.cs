namespace Exchange.Ledger.Evidence;

/// <summary>
/// Reads the parts of a bundle from its files. It ignores everything else: the caller writes the parts again and compares.
/// </summary>
internal static class BundleReader
{
    /// <summary>The parts with the signing time that the signer states, or a fault.</summary>
    public static (BundleParts? Parts, DateTimeOffset SigningTime, string? Fault) Read(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        JudgeSignature judge
    )
    {
        if (MissingOf(files) is { } missing)
            return Refuse($"{missing} is missing.");
        if (!EvidenceCard.TryRead(files[BundleFiles.SenderCard], out var sender))
            return Refuse($"{BundleFiles.SenderCard} is not a party card.");
        if (!EvidenceCard.TryRead(files[BundleFiles.RecipientCard], out var recipient))
            return Refuse($"{BundleFiles.RecipientCard} is not a party card.");
        LoggedEntry? sent = null;
        if (
            files.ContainsKey(BundleFiles.SentEntry)
            && !TryReadEntry(files, BundleFiles.SentEntry, BundleFiles.SentProof, out sent, out var fault)
        )
        {
            return Refuse(fault);
        }

        if (!TryReadEntry(files, BundleFiles.JudgedEntry, BundleFiles.JudgedProof, out var judged, out fault))
            return Refuse(fault);
        var (signature, message) = (files[BundleFiles.Signature], Find(files, BundleFiles.Message));
        var verdict = judge(signature, message, sender.Card, judged.Leaf.At);
        if (verdict.Fault is not null)
            return Refuse($"{BundleFiles.Signature}: {verdict.Fault}");
        var parts = new BundleParts
        {
            Message = message,
            Signature = signature,
            SignerChain = verdict.Chain,
            IsRevocationKnown = verdict.IsRevocationKnown,
            SignedAt = verdict.SigningTime,
            Sender = sender,
            Recipient = recipient,
            Sent = sent,
            Judged = judged,
        };
        return (parts, verdict.SigningTime, null);
    }

    private static bool TryReadEntry(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        string entry,
        string proof,
        out LoggedEntry read,
        out string fault
    )
    {
        (read, fault) = (null!, $"{entry} is not a ledger entry.");
        if (LedgerLeaf.Read(files[entry]).Value is not { } leaf)
            return false;
        fault = $"{proof} is not a well-formed proof with a cosigned checkpoint.";
        if (!TlogProof.TryRead(files[proof].Span, out var proved))
            return false;
        read = new(leaf, proved);
        return true;
    }

    // The sender's three files are all present, or all absent.
    private static string? MissingOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        string[] ofSender = [BundleFiles.SentEntry, BundleFiles.SentProof, BundleFiles.SenderKey];
        var hasSender = ofSender.Any(files.ContainsKey);
        return BundleFiles.MaximumSizes.Keys.FirstOrDefault(name =>
            !files.ContainsKey(name) && (!BundleFiles.IsOptional(name) || (hasSender && ofSender.Contains(name)))
        );
    }

    private static ReadOnlyMemory<byte>? Find(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name) =>
        files.TryGetValue(name, out var file) ? file : default(ReadOnlyMemory<byte>?);

    private static (BundleParts?, DateTimeOffset, string?) Refuse(string fault) => (null, default, fault);
}
