using Exchange.Cli.Parties;
using Exchange.Ledger.Evidence;
using Exchange.Protocol.Life;
using Exchange.Sealing;

namespace Exchange.Cli.Evidence;

internal sealed class EvidenceVerifyVerb : Verb
{
    private readonly Argument<string> _file = new("FILE.zip") { Description = "The bundle." };
    private readonly Option<string[]> _cards = new("--card")
    {
        Description = "A trusted party card; repeat it for the other party. The cards in the bundle must have the same bytes.",
        HelpName = "FILE",
    };

    public EvidenceVerifyVerb()
        : base(
            "verify",
            "Verify a bundle offline, and state what it proves and what not. The exit code is 4 if it is not valid, 2 if it is "
                + "not a bundle.",
            "exchange evidence verify evidence.zip",
            "exchange evidence verify evidence.zip --card BGD.party.json --card MYS.party.json --json"
        ) => Take(_file, _cards);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var file = invocation.Required(_file);
        var cards = (invocation.Value(_cards) ?? []).Select(card => (ReadOnlyMemory<byte>)CardFile.ReadCard(card).Bytes).ToList();
        var bundle = BundleArchive.Read(InputFile.Read(file, BundleArchive.MaximumSize, "bundle of evidence"));
        if (!bundle.IsBundle)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"{file} is not a bundle of evidence. {bundle.Fault}",
                "Nothing was changed.",
                "Give the name of a bundle of evidence, or ask its sender for another."
            );
        }

        if (bundle.Fault is { } fault)
            throw DoesNotHold(file, [fault]);
        var verdict = new EvidenceVerification(NoteSignatures.Verify, KeptSignature.Judge).Verify(bundle.Files, cards);
        if (!verdict.Holds)
            throw DoesNotHold(file, verdict.Faults);
        foreach (var alien in bundle.Aliens)
            invocation.Say($"WARNING: {alien} is no part of the bundle: it was not read, and proves nothing.");
        invocation.Answer(Document(verdict, bundle, cards), Lines(file, verdict));
        return Task.CompletedTask;
    }

    private static CommandFailedException DoesNotHold(string file, IReadOnlyList<string> faults) =>
        new(
            ExitCode.VerificationFailed,
            $"{file} is not valid, and proves nothing.",
            "It was not changed.",
            "Keep it unchanged, and ask its sender for another."
        )
        {
            Details = faults,
        };

    private static IEnumerable<string> Lines(string file, EvidenceVerdict verdict) =>
        [
            $"{file}: verified",
            "Proved:",
            .. verdict.Proved.Select(sentence => "  " + sentence),
            "Not proved:",
            .. verdict.NotProved.Select(sentence => "  " + sentence),
        ];

    private static object Document(EvidenceVerdict verdict, BundleReading bundle, List<ReadOnlyMemory<byte>> cards) =>
        new
        {
            verified = true,
            messageId = verdict.MessageId,
            sender = verdict.Sender,
            recipient = verdict.Recipient,
            signed = verdict.Signed,
            signedAt = verdict.SignedAt,
            content = verdict.HasContent,
            accepted = verdict.Judged?.Leaf.Event == LedgerEvents.MessageAccepted,
            sent = Entry(verdict.Sent),
            judged = Entry(verdict.Judged),
            cards = new[] { BundleFiles.SenderCard, BundleFiles.RecipientCard }.Select(name => Card(bundle.Files[name], cards)),
            proved = verdict.Proved,
            notProved = verdict.NotProved,
            aliens = bundle.Aliens,
        };

    private static object? Entry(EntryFinding? entry) =>
        entry is null
            ? null
            : new
            {
                party = entry.Leaf.Party,
                origin = entry.Origin,
                index = entry.Index,
                at = entry.Leaf.At,
                code = (int?)entry.Leaf.Code,
                checkpoint = new
                {
                    size = entry.Size,
                    signedAt = entry.SignedAt,
                    cosignedBy = entry.Witness,
                    cosignedAt = entry.CosignedAt,
                },
            };

    private static object? Card(ReadOnlyMemory<byte> bytes, List<ReadOnlyMemory<byte>> given) =>
        EvidenceCard.TryRead(bytes, out var card)
            ? new
            {
                party = card.Party,
                fingerprint = card.Fingerprint,
                given = given.Any(other => other.Span.SequenceEqual(bytes.Span)),
            }
            : null;
}
