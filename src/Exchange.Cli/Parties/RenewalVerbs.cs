using Exchange.Cli.Broker;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Cli.Parties;

internal sealed class PartyRenewVerb : Verb
{
    private readonly Option<string?> _crls = new("--crls")
    {
        Description = "New revocation lists of an external authority (default: a list issued by the authority of this home).",
        HelpName = "FILE.pem",
    };
    private readonly Option<bool> _client = new("--client")
    {
        Description =
            "Create a new client key too, because the present one is stolen. Our own broker refuses the former one at once; each "
                + "counterpart must revoke it and make a new grant.",
    };

    public PartyRenewVerb()
        : base(
            "renew",
            "Renew our card with a new revocation list. A list that is issued here is valid for 90 days; without a fresh one the "
                + "counterparts defer our messages and our own broker refuses every login. What was revoked stays revoked; keys and "
                + "certificates stay.",
            "exchange party renew --home /var/lib/exchange",
            "exchange party renew --crls crls.pem --home /var/lib/exchange",
            "exchange party renew --client --home /var/lib/exchange"
        ) => Take(_crls, _client);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        var (crls, client) = (invocation.Value(_crls), invocation.Value(_client));
        if (client && crls is not null)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                "--client and --crls cannot be combined: only an authority in this home can certify the new key.",
                "Nothing was changed.",
                "Give one of them."
            );
        }

        string[] what =
            client ? ["--client"]
            : crls is not null ? ["--crls", Path.GetFullPath(InputFile.Require(crls, "file of revocation lists (PEM)"))]
            : [];
        await GatewayProgram.Find().RunAsync(["party", "renew", .. what, "--home", home.Folder]);
        var (card, fingerprint) = (home.Card(), Fingerprint.Of(await File.ReadAllBytesAsync(home.CardFile, cancellation)));
        RevocationFolder.Write(home.RevocationFolder, card);
        invocation.Say(ChangedCard.Text(home, card));
        if (client)
        {
            invocation.Say(
                $"Have each counterpart revoke the former client key (exchange party revoke {card.Party}), import this card, and "
                    + "make a new grant; until you accept that, it takes no message from us. Then close open connections to our own "
                    + $"broker, as root: {PartyRevokeVerb.CloseConnections(card.Party)}"
            );
        }

        invocation.Answer(
            new
            {
                party = card.Party.Value,
                serial = card.Serial,
                card = home.CardFile,
                fingerprint,
            },
            [home.CardFile, fingerprint]
        );
    }
}

internal sealed class PartyLanguagesVerb : Verb
{
    private const string Any = "any";

    private readonly Argument<string> _languages = new("CODES")
    {
        Description = $"ISO 639-3 codes with commas between them, such as eng,ben; '{Any}' for every language.",
    };

    public PartyLanguagesVerb()
        : base(
            "languages",
            "State on our card in which languages we take information that we did not ask for. A counterpart that has the card "
                + "sends us none in another.",
            "exchange party languages eng,ben --home /var/lib/exchange",
            "exchange party languages any --home /var/lib/exchange"
        ) => Take(_languages);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var (home, text) = (invocation.Home.Existing(), invocation.Required(_languages));
        string[] languages = text == Any ? [] : text.Split(',');
        if (languages.Length > PartyCard.MostLanguages || languages.Any(language => !PublishedCodes.Language.Fits(language)))
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"CODES must be at most {PartyCard.MostLanguages} codes, each {PublishedCodes.Language.Meaning}.",
                "Nothing was changed.",
                $"Give them with commas between them, as eng,ben, or '{Any}'."
            );
        }

        await GatewayProgram.Find().RunAsync(["party", "languages", .. languages, "--home", home.Folder]);
        var (card, fingerprint) = (home.Card(), Fingerprint.Of(await File.ReadAllBytesAsync(home.CardFile, cancellation)));
        invocation.Say(ChangedCard.Text(home, card));
        invocation.Answer(
            new
            {
                party = card.Party.Value,
                serial = card.Serial,
                languages = card.Languages,
                card = home.CardFile,
                fingerprint,
            },
            [home.CardFile, fingerprint]
        );
    }
}

/// <summary>What to do with a card that was changed.</summary>
internal static class ChangedCard
{
    public static string Text(Home home, PartyCard card) =>
        $"The card of {card.Party} has serial {card.Serial}. Start the gateway again, give {home.CardFile} to the "
        + $"counterparts as {card.Party}.party.json, and read its fingerprint to their officers. Until they import it, they use "
        + "the former one.";
}

internal sealed class PartyRevokeVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };
    private readonly Option<bool> _former = new("--former")
    {
        Description = "Revoke only certificates for client keys that are no longer on its card; the present one stays valid.",
    };
    private readonly Option<bool> _yes = new("--yes") { Description = "Confirm. A revocation cannot be undone." };

    public PartyRevokeVerb()
        : base(
            "revoke",
            "Revoke every certificate that was granted to a counterpart, because its client key is stolen. Our broker refuses "
                + "each new login with it at once, and that key is never granted again.",
            "exchange party revoke MYS --home /var/lib/exchange",
            "exchange party revoke MYS --yes --home /var/lib/exchange",
            "exchange party revoke MYS --former --yes --home /var/lib/exchange   # it delivers with a new key already"
        ) => Take(_party, _former, _yes);

    /// <summary>
    /// What an administrator of the broker runs: it verifies no certificate again on a connection that is open. Twice, because
    /// a login that was under way may take 15 seconds.
    /// </summary>
    public static string CloseConnections(PartyName party) =>
        $"rabbitmqctl close_all_user_connections {party} revoked; sleep 20; rabbitmqctl close_all_user_connections {party} revoked";

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var party = PartyArgument.Parse(invocation.Required(_party));
        var home = invocation.Home.Existing();
        var isFormer = invocation.Value(_former);
        string[] options =
        [
            .. isFormer ? ["--former"] : Array.Empty<string>(),
            .. invocation.Value(_yes) ? ["--yes"] : Array.Empty<string>(),
        ];
        var revoked = JsonSerializer.Deserialize<string[]>(
            await GatewayProgram.Find().RunAsync(["party", "revoke", party.Value, .. options, "--home", home.Folder]),
            ProtocolJson.Options
        )!;
        // Also when all were revoked before: the broker may not have the list yet.
        var (card, then) = (home.Card(), CloseConnections(party));
        RevocationFolder.Write(home.RevocationFolder, card);
        invocation.Say(
            revoked.Length == 0 ? $"No certificate of {party} was left to revoke." : $"Revoked certificates of {party}: {revoked.Length}."
        );
        invocation.Say(
            $"The broker that reads {home.RevocationFolder} refuses new logins with them from now on; if it is on another "
                + "machine, copy that folder there. The revocation is recorded in the ledger at the gateway's next start."
        );
        invocation.Say($"Open connections stay open. To close them, run this as root on the broker's machine: {then}");
        if (!isFormer)
        {
            invocation.Say(
                $"{party} delivers again with a new client key: have it run 'exchange party renew --client', import its new card, "
                    + $"and then run: exchange mailbox grant {party}"
            );
        }

        invocation.Answer(
            new
            {
                party = party.Value,
                revoked,
                cardSerial = card.Serial,
                folder = home.RevocationFolder,
                then,
            },
            revoked
        );
    }
}
