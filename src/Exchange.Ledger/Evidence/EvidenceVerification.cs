using System.Text;
using Exchange.Ledger.Notes;

namespace Exchange.Ledger.Evidence;

/// <summary>
/// Verifies a bundle from its bytes alone, offline. Its parts are taken out and the bundle is written again from them: what is
/// not the same to the last byte is refused, whichever file it is in.
/// </summary>
/// <param name="verify">Verifies the signatures of notes.</param>
/// <param name="judge">Judges the message's signature.</param>
public sealed class EvidenceVerification(VerifySignature verify, JudgeSignature judge)
{
    /// <param name="files">Of the bundle, by name.</param>
    /// <param name="cards">The parties' cards as the caller knows them; those in the bundle are believed where there is none.</param>
    public EvidenceVerdict Verify(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, params IReadOnlyList<ReadOnlyMemory<byte>> cards)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(cards);
        var faults = Damaged(files).ToList();
        var (parts, signingTime, fault) = BundleReader.Read(files, judge);
        if (parts is null)
            return EvidenceVerdict.Of([.. faults, fault!]);
        var written = BundleWriter.Write(parts);
        var ofAnotherHand = OfAnotherHand(files, written);
        if (!VerificationGuide.IsReleased(files[BundleFiles.Script]))
            faults.Add($"{BundleFiles.Script} is none that was ever released with this program: do not run it.");
        if (faults.Count == 0)
            faults.AddRange(Altered(files, written, ofAnotherHand));
        faults.AddRange(Strange(cards, parts));
        var (sent, sentFault) = parts.Sent is { } entry ? EntryCheck.Check(entry, parts.Sender, parts.Recipient, verify) : (null, null);
        var (judged, judgedFault) = EntryCheck.Check(parts.Judged, parts.Recipient, parts.Sender, verify);
        faults.AddRange(new[] { sentFault, judgedFault }.OfType<string>());
        faults.AddRange(AgreementCheck.Check(parts, signingTime));
        return faults.Count > 0 ? EvidenceVerdict.Of(faults) : VerdictText.Write(parts, signingTime, sent, judged!, cards, ofAnotherHand);
    }

    private static IEnumerable<string> Damaged(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        files.TryGetValue(BundleFiles.Checksums, out var manifest)
            ? ChecksumList.Differing(Encoding.UTF8.GetString(manifest.Span), files).Select(name => $"{name} is not the file that {BundleFiles.Checksums} lists.")
            : [];

    private static IEnumerable<string> Altered(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, SortedDictionary<string, ReadOnlyMemory<byte>> written, IReadOnlyList<string> ofAnotherHand)
    {
        foreach (var name in ofAnotherHand)
            written[name] = files[name];
        written[BundleFiles.Checksums] = ChecksumList.Write(written);
        return files
            .Where(file => !written.TryGetValue(file.Key, out var same) || !same.Span.SequenceEqual(file.Value.Span))
            .Select(file => $"{file.Key} is not what belongs to the other files.");
    }

    // What is written for people changes from version to version of this program, and nothing is proved by it.
    private static List<string> OfAnotherHand(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, SortedDictionary<string, ReadOnlyMemory<byte>> written) =>
        [.. new[] { BundleFiles.Guide, BundleFiles.Script }.Where(name => files.TryGetValue(name, out var file) && !file.Span.SequenceEqual(written[name].Span))];

    private static IEnumerable<string> Strange(IReadOnlyList<ReadOnlyMemory<byte>> cards, BundleParts parts)
    {
        foreach (var given in cards)
        {
            if (!EvidenceCard.TryRead(given, out var card))
                yield return "A card that was given is not a party card.";
            else if (card.Party != parts.Sender.Party && card.Party != parts.Recipient.Party)
                yield return $"The card of {card} that was given is of neither party.";
            else if (!(card.Party == parts.Sender.Party ? parts.Sender : parts.Recipient).Bytes.Span.SequenceEqual(given.Span))
                yield return $"The card of {card} in the bundle is not the one that was given.";
        }
    }
}
