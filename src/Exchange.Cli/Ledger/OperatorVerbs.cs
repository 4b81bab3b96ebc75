using Exchange.Cli.Parties;
using Exchange.Sealing.Issuing;

namespace Exchange.Cli.Ledger;

internal sealed class LedgerTrustVerb : Verb
{
    private readonly Option<bool> _yes = new("--yes") { Description = "Confirm." };

    public LedgerTrustVerb()
        : base(
            "trust",
            "After a restore: confirm that the ledger is the one that was signed last, and that this gateway may cosign its "
                + "counterparts' ledgers again. Recorded in the ledger.",
            "exchange ledger trust",
            "exchange ledger trust --yes"
        ) => Take(_yes);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        if (!invocation.Value(_yes))
        {
            var ledger = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
            throw new CommandFailedException(
                ExitCode.Refused,
                "This needs operator confirmation.",
                "Nothing was changed.",
                "If the ledger is the one that was signed last, confirm with --yes. If it is not, its next checkpoint is a fork "
                    + "that every counterpart sees: restore the exact entries instead."
            )
            {
                Details = [$"ledger: {ledger.Suspension ?? "not suspended"}", $"witness: {ledger.WitnessHalted ?? "not suspended"}"],
            };
        }

        var trusted = await client.PostAsync<LedgerView>("api/v1/ledger/trust", [], Guid.Empty, cancellation);
        invocation.Answer(trusted, $"{trusted.Party}: the ledger signs and the witness cosigns again");
    }
}

/// <summary>
/// <c>ledger renew</c>: a card with a new origin and new ledger keys, for a ledger that cannot be restored. The gateway begins the
/// new ledger at its next start; the counterparts import the card when their officers have confirmed it.
/// </summary>
internal sealed class LedgerRenewVerb : Verb
{
    private readonly Option<string> _origin = new("--origin")
    {
        Description = "Name of the new ledger; it must not have been used before.",
        HelpName = "NAME",
        Required = true,
    };

    public LedgerRenewVerb()
        : base(
            "renew",
            "Create a card with a new origin and new ledger keys, if the ledger is lost, forked or damaged and cannot be "
                + "restored. Stop the gateway first; give the card to the counterparts.",
            "exchange ledger renew --origin bgd.exchange/audit-2 --home /var/lib/exchange"
        ) => Take(_origin);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        // A running gateway has the first lock, every other command that changes the card the second; both are held until it is written.
        using var stopped = Lock(home.LockFile, ExitCode.Refused, $"A gateway runs in {home.Folder}.", "Stop it first.");
        using var alone = Lock(
            home.CardLockFile,
            ExitCode.Failed,
            $"Another command changes {home.CardFile} now.",
            "Repeat this one when the other has ended."
        );
        var (card, origin) = (home.Card(), invocation.Required(_origin));
        if (
            !IsName(origin)
            || origin == card.Log.Origin
            || home.Counterparts().Any(other => other.Log.Origin == origin || other.Witness.Name == origin)
        )
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"{origin} cannot be the origin: it is malformed or in use.",
                "Nothing was changed.",
                "Give another, such as the former one with a number."
            );
        }

        var renewed = Renew(home, card, origin, PassphraseFile(invocation, home), invocation.Surroundings.Time.Now());
        invocation.Say(
            $"The card of {card.Party} has serial {renewed.Serial} and the origin {origin}. At its next start the gateway begins "
                + $"the new ledger. Give {home.CardFile} to the counterparts, and read its fingerprint to their officers:"
        );
        var fingerprint = Fingerprint.Of(File.ReadAllBytes(home.CardFile));
        invocation.Answer(
            new
            {
                party = card.Party.Value,
                serial = renewed.Serial,
                origin,
                card = home.CardFile,
                fingerprint,
            },
            fingerprint
        );
        return Task.CompletedTask;
    }

    private static bool IsName(string origin) =>
        origin.Length is > 0 and <= 128
        && !origin.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == '+');

    private static string PassphraseFile(Invocation invocation, Home home) =>
        InputFile.Require(
            invocation.Surroundings.Variable("EXCHANGE_PASSPHRASE_FILE") is { Length: > 0 } named ? named : home.PassphraseFile,
            "passphrase file in EXCHANGE_PASSPHRASE_FILE"
        );

    private static FileStream Lock(string file, ExitCode code, string happened, string toDo)
    {
        try
        {
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new CommandFailedException(code, happened, "Nothing was changed.", toDo);
        }
    }

    // Keys first: without the card they are unused, and the command can be repeated.
    private static PartyCard Renew(Home home, PartyCard card, string origin, string passphraseFile, DateTimeOffset now)
    {
        var hasMark = HasMark(home);
        using var protection = new KeyProtection(File.ReadAllText(passphraseFile).Trim());
        var (ed25519, mlDsa44) = new PartyFounding(card.Party, home.KeyFolder, protection, now).RenewLog();
        var renewed = card with
        {
            Serial = card.Serial + 1,
            ValidFrom = now,
            Log = new(origin, [Verifier(origin, ed25519), Verifier(origin, mlDsa44)]),
        };
        HomeFounding.WriteCard(home, renewed);
        // Without a mark the gateway cannot know that no checkpoint of the new ledger is signed yet, and would not begin it.
        if (!hasMark)
            new LedgerMark(home.MarkFile).Write(origin, 0, MerkleHash.OfEmpty.ToBytes());
        return renewed;
    }

    // A damaged one is as good as none.
    private static bool HasMark(Home home)
    {
        try
        {
            return new LedgerMark(home.MarkFile).Read() is not null;
        }
        catch (Exception fault) when (fault is KeyStoreException or FormatException)
        {
            return false;
        }
    }

    private static string Verifier(string origin, FoundedParty.NoteKey key) =>
        VerifierKey.Of(origin, key.Algorithm, key.PublicKey.ToArray()).ToString();
}
