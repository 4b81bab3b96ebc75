namespace Exchange.Ledger.Evidence;

/// <summary>
/// Verifies a bundle offline, from its bytes only. It reads the parts and writes the bundle again from them: a bundle with any
/// other byte, in any file, is refused.
/// </summary>
/// <param name="verify">Verifies the signatures of notes.</param>
/// <param name="judge">Judges the message's signature.</param>
public sealed class EvidenceVerification(VerifySignature verify, JudgeSignature judge)
{
    /// <param name="files">The files of the bundle, by name.</param>
    /// <param name="cards">The parties' cards that the caller trusts; without them, the cards in the bundle are used.</param>
    public EvidenceVerdict Verify(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, params IReadOnlyList<ReadOnlyMemory<byte>> cards)
    {
        var faults = Damaged(files).ToList();
        var (parts, signingTime, fault) = BundleReader.Read(files, judge);
        if (parts is null)
            return EvidenceVerdict.Of([.. faults, fault!]);
        var written = BundleWriter.Write(parts);
        var differing = Differing(files, written);
        if (!VerificationGuide.IsReleased(files[BundleFiles.Script]))
            faults.Add($"{BundleFiles.Script} was never released with this program. Do not run it.");
        if (faults.Count == 0)
            faults.AddRange(Altered(files, written, differing));
        faults.AddRange(Strange(cards, parts));
        var (sent, sentFault) = parts.Sent is { } entry ? EntryCheck.Check(entry, parts.Sender, parts.Recipient, verify) : (null, null);
        var (judged, judgedFault) = EntryCheck.Check(parts.Judged, parts.Recipient, parts.Sender, verify);
        faults.AddRange(new[] { sentFault, judgedFault }.OfType<string>());
        faults.AddRange(AgreementCheck.Check(parts, signingTime));
        return faults.Count > 0 ? EvidenceVerdict.Of(faults) : VerdictText.Write(parts, signingTime, sent, judged!, cards, differing);
    }

    private static IEnumerable<string> Damaged(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        files.TryGetValue(BundleFiles.Checksums, out var manifest)
            ? ChecksumList
                .Differing(Encoding.UTF8.GetString(manifest.Span), files)
                .Select(name => $"{name} does not match its digest in {BundleFiles.Checksums}.")
            : [];

    private static IEnumerable<string> Altered(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        SortedDictionary<string, ReadOnlyMemory<byte>> written,
        IReadOnlyList<string> differing
    )
    {
        foreach (var name in differing)
            written[name] = files[name];
        written[BundleFiles.Checksums] = ChecksumList.Write(written);
        return files
            .Where(file => !written.TryGetValue(file.Key, out var same) || !same.Span.SequenceEqual(file.Value.Span))
            .Select(file => $"{file.Key} does not match the other files.");
    }

    // The texts for people may differ between versions of this program. They prove nothing.
    private static List<string> Differing(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        SortedDictionary<string, ReadOnlyMemory<byte>> written
    ) =>
        [
            .. new[] { BundleFiles.Guide, BundleFiles.Script }.Where(name =>
                files.TryGetValue(name, out var file) && !file.Span.SequenceEqual(written[name].Span)
            ),
        ];

    private static IEnumerable<string> Strange(IReadOnlyList<ReadOnlyMemory<byte>> cards, BundleParts parts)
    {
        foreach (var given in cards)
        {
            if (!EvidenceCard.TryRead(given, out var card))
                yield return "A card that was given is not a party card.";
            else if (card.Party != parts.Sender.Party && card.Party != parts.Recipient.Party)
                yield return $"The card of {card} that was given belongs to neither party.";
            else if (!(card.Party == parts.Sender.Party ? parts.Sender : parts.Recipient).Bytes.Span.SequenceEqual(given.Span))
                yield return $"The card of {card} in the bundle is not the one that was given.";
        }
    }
}

/// <summary>Judges a message's detached signature, even years later or without the content.</summary>
/// <param name="detached">The signature (CMS, DER).</param>
/// <param name="content">The signed bytes; null if they are not available, and the signature is judged by the digest in it.</param>
/// <param name="signer">The card of the stated signer.</param>
/// <param name="at">When the signature was relied upon (UTC): revocation is judged at this time.</param>
/// <returns>
/// A fault or null; the signing time that the signer states; the signer's chain (PEM, leaf first); false if the card has no
/// revocation list for that time.
/// </returns>
public delegate (string? Fault, DateTimeOffset SigningTime, string Chain, bool IsRevocationKnown) JudgeSignature(
    ReadOnlyMemory<byte> detached,
    ReadOnlyMemory<byte>? content,
    PartyCard signer,
    DateTimeOffset at
);
