using System.CommandLine;
using Exchange.Protocol;
using Exchange.Protocol.Api;
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

    private readonly Option<string?> _api = new("--api")
    {
        Description = "Where the gateway's API listens on TCP too, with a certificate that is made for it; otherwise on the socket in the home alone.",
        HelpName = "https://HOST:PORT",
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
        var founding = new HomeFounding(home, party, mailbox, ApiOf(invocation));
        if (invocation.Value(_csr))
            Request(invocation, founding, home, party, passphrase);
        else
            Found(invocation, founding, home, party, passphrase);
        return Task.CompletedTask;
    }

    private Uri? ApiOf(Invocation invocation) => invocation.Value(_api) switch
    {
        null => null,
        _ when invocation.Value(_csr) => throw new CommandFailedException(ExitCode.Usage, "--api and --csr do not go together: the home makes the certificate of the API only where it has an authority.", "Nothing was made.", "Leave --api out; later set Api:Url in gateway.json, with tls/api.pem and tls/api.key."),
        var text when ApiPlace.TryParse(text, out var url) => url,
        var text => throw new CommandFailedException(ExitCode.Usage, $"--api {text} is not https://HOST[:PORT].", "Nothing was made.", "Give such an address, or leave it out: the API listens on the socket in the home."),
    };

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
