using System.CommandLine;
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

    public PartyRenewVerb(Surroundings surroundings)
        : base(
            surroundings,
            "renew",
            "Make our card anew with a new revocation list, before the present one ends: one that is made here is good for 90 days, and without a fresh one the counterparts let our messages wait. Keys and certificates stay.",
            "exchange party renew --home /var/lib/exchange",
            "exchange party renew --crls crls.pem --home /var/lib/exchange") => Options.Add(_crls);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        string[] crls = invocation.Value(_crls) is { } file ? ["--crls", Path.GetFullPath(file)] : [];
        await GatewayProgram.Find().RunAsync(["party", "renew", .. crls, "--home", home.Folder]);
        var (card, fingerprint) = (home.Card(), Fingerprint.Of(await File.ReadAllBytesAsync(home.CardFile, cancellation)));
        invocation.Say($"The card of {card.Party} has serial {card.Serial}. Start the gateway again, give {home.CardFile} to the counterparts as {card.Party}.party.json, and read its fingerprint to their officers. Until they take it they go on with the former one.");
        invocation.Answer(new { party = card.Party.Value, serial = card.Serial, card = home.CardFile, fingerprint }, [home.CardFile, fingerprint]);
    }
}
