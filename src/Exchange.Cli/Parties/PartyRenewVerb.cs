using System.CommandLine;
using Exchange.Cli.Broker;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Parties;

/// <summary><c>party renew</c>: our card with a new revocation list, before the present one ends.</summary>
internal sealed class PartyRenewVerb : Verb
{
    private readonly Option<string?> _crls = new("--crls")
    {
        Description = "The new lists, of a party whose authority is elsewhere (otherwise one is made by the authority of this home).",
        HelpName = "FILE.pem",
    };

    private readonly Option<bool> _client = new("--client")
    {
        Description = "Make a new client key too, because the present one is stolen. Our own broker refuses the former one at once; each counterpart revokes it, and makes a new grant.",
    };

    public PartyRenewVerb(Surroundings surroundings)
        : base(
            surroundings,
            "renew",
            "Make our card anew with a new revocation list, before the present one ends: one that is made here is good for 90 days, and without a fresh one the counterparts defer our messages and our own broker refuses every login. What was revoked stays so; keys and certificates stay.",
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
            throw new CommandFailedException(ExitCode.Usage, "--client and --crls do not go together: only an authority in this home can certify the new key.", "Nothing was changed.", "Give one of them.");
        string[] what = client ? ["--client"] : crls is not null ? ["--crls", Path.GetFullPath(InputFile.Require(crls, "file of revocation lists (PEM)"))] : [];
        await GatewayProgram.Find().RunAsync(["party", "renew", .. what, "--home", home.Folder]);
        var (card, fingerprint) = (home.Card(), Fingerprint.Of(await File.ReadAllBytesAsync(home.CardFile, cancellation)));
        RevocationFolder.Write(home.RevocationFolder, card);
        invocation.Say($"The card of {card.Party} has serial {card.Serial}. Start the gateway again, give {home.CardFile} to the counterparts as {card.Party}.party.json, and read its fingerprint to their officers. Until they take it they go on with the former one.");
        if (client)
            invocation.Say($"Have each counterpart revoke the former client key (exchange party revoke {card.Party}), import this card, and make a new grant; until you accept that, it takes nothing from us. Then close what is still open at our own broker, as root: {PartyRevokeVerb.CloseConnections(card.Party)}");
        invocation.Answer(new { party = card.Party.Value, serial = card.Serial, card = home.CardFile, fingerprint }, [home.CardFile, fingerprint]);
    }
}
