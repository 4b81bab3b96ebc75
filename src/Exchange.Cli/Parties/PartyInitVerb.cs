using System.CommandLine;
using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Parties;

/// <summary><c>party init</c>: a new party's home.</summary>
internal sealed class PartyInitVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The country's ISO 3166-1 alpha-3 code, with a unit if it runs several gateways." };

    private readonly Option<string> _mailbox = new("--mailbox")
    {
        Description = "Where counterparts reach the mailbox broker.",
        HelpName = "HOST:PORT",
        Required = true,
    };

    private readonly Option<string?> _tlsName = new("--tls-name")
    {
        Description = "The name in the mailbox broker's certificate (otherwise HOST).",
        HelpName = "NAME",
    };

    private readonly Option<Uri> _api = new("--api")
    {
        Description = "Where the gateway's API listens.",
        HelpName = "URL",
        DefaultValueFactory = _ => new("http://127.0.0.1:7480"),
    };

    private readonly Option<bool> _csr = new("--csr")
    {
        Description = "The party has an authority of its own: make requests for it instead of certificates, and then: party certify.",
    };

    public PartyInitVerb(Surroundings surroundings)
        : base(
            surroundings,
            "init",
            "Make a party's home: its keys, an authority that certifies them, its card, and the gateway's settings. Existing files are never overwritten.",
            "exchange party init BGD --home /var/lib/exchange --mailbox mailbox.police.example:5671",
            "exchange party init BGD-CID --home ./cid --mailbox 192.0.2.10:5671 --tls-name mailbox.cid.example",
            "exchange party init BGD --home /var/lib/exchange --mailbox mailbox.police.example:5671 --csr")
    {
        Arguments.Add(_party);
        Options.Add(_mailbox);
        Options.Add(_tlsName);
        Options.Add(_api);
        Options.Add(_csr);
    }

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var party = PartyArgument.Parse(invocation.Required(_party));
        var home = invocation.Home;
        var mailbox = MailboxAddress.Parse(invocation.Required(_mailbox), invocation.Value(_tlsName));
        var passphrase = invocation.Surroundings.Variable("EXCHANGE_PASSPHRASE_FILE") is { Length: > 0 } file ? file : home.PassphraseFile;
        var founding = new HomeFounding(home, party, mailbox, invocation.Value(_api)!);
        if (invocation.Value(_csr))
            Request(invocation, founding, home, party, passphrase);
        else
            Found(invocation, founding, home, party, passphrase);
        return Task.CompletedTask;
    }

    private static void Request(Invocation invocation, HomeFounding founding, Home home, PartyName party, string passphrase)
    {
        founding.Request(passphrase, invocation.Surroundings.Time.Now());
        invocation.Say($"Made the keys of {party} in {home.Folder}. Keep a copy of {home.KeyFolder} and of {passphrase}, apart from each other.");
        invocation.Say($"Have the party's authority certify what is in {home.RequestFolder}, and then run: exchange party certify DIR");
        invocation.Answer(new { party = party.Value, requests = home.RequestFolder, passphrase }, home.RequestFolder);
    }

    private static void Found(Invocation invocation, HomeFounding founding, Home home, PartyName party, string passphrase)
    {
        founding.Found(passphrase, invocation.Surroundings.Time.Now());
        var fingerprint = Fingerprint.Of(File.ReadAllBytes(home.CardFile));
        invocation.Say($"Made the home of {party} in {home.Folder}. Keep a copy of {home.KeyFolder} and of {passphrase}, apart from each other.");
        invocation.Say($"Give {home.CardFile} to the counterpart as {party}.party.json, and read its fingerprint to its officer.");
        invocation.Answer(new { party = party.Value, card = home.CardFile, passphrase, fingerprint }, [home.CardFile, fingerprint]);
    }
}
