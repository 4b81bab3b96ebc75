using System.CommandLine;
using Exchange.Cli.Broker;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Parties;

/// <summary><c>party renew</c>: renews our card with a new revocation list, before the present one expires.</summary>
internal sealed class PartyRenewVerb : Verb
{
    private readonly Option<string?> _crls = new("--crls")
    {
        Description = "New revocation lists of an external authority (default: a list issued by the authority of this home).",
        HelpName = "FILE.pem",
    };

    private readonly Option<bool> _client = new("--client")
    {
        Description = "Create a new client key too, because the present one is stolen. Our own broker refuses the former one at once; each counterpart must revoke it and make a new grant.",
    };

    public PartyRenewVerb(Surroundings surroundings)
        : base(
            surroundings,
            "renew",
            "Renew our card with a new revocation list. A list that is issued here is valid for 90 days; without a fresh one the counterparts defer our messages and our own broker refuses every login. What was revoked stays revoked; keys and certificates stay.",
            "exchange party renew --home /var/lib/exchange",
            "exchange party renew --crls crls.pem --home /var/lib/exchange",
            "exchange party renew --client --home /var/lib/exchange")
    {
        Options.Add(_crls);
        Options.Add(_client);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        var (crls, client) = (invocation.Value(_crls), invocation.Value(_client));
        if (client && crls is not null)
            throw new CommandFailedException(ExitCode.Usage, "--client and --crls cannot be combined: only an authority in this home can certify the new key.", "Nothing was changed.", "Give one of them.");
        string[] what = client ? ["--client"] : crls is not null ? ["--crls", Path.GetFullPath(InputFile.Require(crls, "file of revocation lists (PEM)"))] : [];
        await GatewayProgram.Find().RunAsync(["party", "renew", .. what, "--home", home.Folder]);
        var (card, fingerprint) = (home.Card(), Fingerprint.Of(await File.ReadAllBytesAsync(home.CardFile, cancellation)));
        RevocationFolder.Write(home.RevocationFolder, card);
        invocation.Say($"The card of {card.Party} has serial {card.Serial}. Start the gateway again, give {home.CardFile} to the counterparts as {card.Party}.party.json, and read its fingerprint to their officers. Until they import it, they use the former one.");
        if (client)
            invocation.Say($"Have each counterpart revoke the former client key (exchange party revoke {card.Party}), import this card, and make a new grant; until you accept that, it takes no message from us. Then close open connections to our own broker, as root: {PartyRevokeVerb.CloseConnections(card.Party)}");
        invocation.Answer(new { party = card.Party.Value, serial = card.Serial, card = home.CardFile, fingerprint }, [home.CardFile, fingerprint]);
    }
}
