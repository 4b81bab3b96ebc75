using Exchange.Cli.Parties;

namespace Exchange.Cli.Ledger;

internal sealed class LedgerVerifyVerb : Verb
{
    private const string ToKeep = "Keep everything unchanged, and inform the counterparts' auditors.";

    private readonly Argument<string?> _folder = new("DIR")
    {
        Description = "An export (default: the ledger of the home's running gateway).",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string[]> _cards = new("--card")
    {
        Description = "A trusted party card; repeat it for each party. The export's cards must then be among them.",
        HelpName = "FILE",
    };

    public LedgerVerifyVerb()
        : base(
            "verify",
            "Recompute a ledger from its bytes: entries, tiles, root, checkpoints, cosignatures, receipts and certificates. An "
                + "export needs no gateway and no network.",
            "exchange ledger verify /srv/audit/BGD --card BGD.party.json --card MYS.party.json",
            "exchange ledger verify --home /var/lib/exchange"
        ) => Take(_folder, _cards);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation) =>
        invocation.Value(_folder) is { } folder ? VerifyFolderAsync(invocation, folder) : VerifyGatewayAsync(invocation, cancellation);

    private async Task VerifyFolderAsync(Invocation invocation, string folder)
    {
        var given = invocation.Value(_cards) is { Length: > 0 } files
            ? files.Select(file => CardFile.ReadCard(file)).Select(card => new KnownCard(card.Card, card.Bytes)).ToList()
            : null;
        var export = LogFolder.Open(folder, given);
        var now = invocation.Surroundings.Time.GetUtcNow();
        var verdict = await WorkProgress.ShowAsync(invocation, $"Verifying the ledger of {export.Owner}", progress =>
            Task.FromResult(new LogFolderCheck(export, progress).CheckAll(now))
        );
        RefuseUnless(verdict.Holds, $"This export of the ledger of {export.Owner} is not valid.", verdict.Faults);
        foreach (var alien in verdict.Aliens)
            invocation.Say($"WARNING: {alien}");
        invocation.Answer(Document(verdict, given is not null), Lines(verdict, given is not null));
    }

    private async Task VerifyGatewayAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (invocation.Value(_cards) is { Length: > 0 })
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                "--card is for an export; a gateway's ledger is verified with the cards in the home.",
                toDo: "Name the export's folder, or leave --card out."
            );
        }

        var home = invocation.HomeOrNone ?? throw ExportFirst("verified");
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var card = home.Card();
        var reader = new LedgerReader(client, card, home.Counterparts());
        var verdict = await WorkProgress.ShowAsync(invocation, $"Verifying the ledger of {card.Party}", progress =>
            reader.VerifyAsync(progress, cancellation)
        );
        RefuseUnless(verdict.Holds, $"The ledger of {card.Party} is not valid.", verdict.Faults);
        reader.Notes.ForEach(invocation.Say);
        invocation.Answer(
            new
            {
                party = card.Party.Value,
                size = verdict.Size,
                root = verdict.Root.ToString(),
                verified = true,
                notes = reader.Notes,
            },
            string.Create(CultureInfo.InvariantCulture, $"{card.Party}: {verdict.Size} entries, root {verdict.Root}: verified")
        );
    }

    /// <summary>Without a home there are no cards whose keys verify a ledger.</summary>
    public static CommandFailedException ExportFirst(string what) =>
        new(
            ExitCode.Usage,
            $"Without the home's cards, only an export can be {what}.",
            "Nothing was read.",
            "Export first: exchange ledger export --out DIR, with the auditor's address and token; then run 'exchange ledger "
                + "verify DIR' with the cards that you trust as --card. On the gateway's machine, give --home DIR."
        );

    private static void RefuseUnless(bool holds, string happened, IReadOnlyList<string> faults)
    {
        if (!holds)
            throw new CommandFailedException(ExitCode.VerificationFailed, happened, "Nothing was changed.", ToKeep) { Details = faults };
    }

    private static object Document(FolderVerdict verdict, bool cardsWereGiven) =>
        new
        {
            party = verdict.Folder.Owner.Value,
            size = verdict.Folder.Size,
            root = verdict.Folder.Checkpoint.Checkpoint.Root.ToString(),
            signedAt = verdict.Folder.Checkpoint.SignedAt,
            cosignedBy = Witnesses(verdict).Select(witness => new { party = witness.Party.Value, at = witness.At }),
            checkpoints = verdict.Checkpoints,
            cosignatures = verdict.Cosignatures,
            receipts = verdict.Receipts,
            cardsWereGiven,
            cards = verdict.Folder.Cards.All.Select(known => new
            {
                party = known.Party.Value,
                serial = known.Card.Serial,
                fingerprint = known.Fingerprint,
            }),
            notes = verdict.Notes,
            aliens = verdict.Aliens,
            verified = true,
        };

    private static IEnumerable<string> Lines(FolderVerdict verdict, bool cardsWereGiven) =>
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{verdict.Folder.Owner}: {verdict.Folder.Size} entries, root {verdict.Folder.Checkpoint.Checkpoint.Root}, signed "
                    + $"{ProtocolTime.Write(verdict.Folder.Checkpoint.SignedAt)}: verified"
            ),
            .. Witnesses(verdict).Select(witness => $"cosigned by {witness.Party} {ProtocolTime.Write(witness.At)}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{verdict.Checkpoints} checkpoints, {verdict.Cosignatures} cosignatures, {verdict.Receipts} receipts"
            ),
            .. verdict.Notes,
            cardsWereGiven
                ? "verified with the cards that were given:"
                : "verified with the cards in the export itself. Compare their fingerprints with those that you trust, or give the "
                    + "cards with --card:",
            .. verdict.Folder.Cards.All.Select(known => $"  {known.Party} serial {known.Card.Serial}  {known.Fingerprint}"),
        ];

    private static IEnumerable<(PartyName Party, DateTimeOffset At)> Witnesses(FolderVerdict verdict) =>
        verdict.Folder.Cosignatures.Select(line =>
            verdict.Folder.Cards.VerifyCosignature(verdict.Folder.Checkpoint.Checkpoint, line, verdict.Folder.Owner)!.Value
        );
}
