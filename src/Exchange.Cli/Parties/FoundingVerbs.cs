using Exchange.Sealing.Certificates;

namespace Exchange.Cli.Parties;

internal sealed class PartyInitVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY")
    {
        Description = "ISO 3166-1 alpha-3 code of the country, with a unit if it runs several gateways: BGD, BGD-CID.",
    };
    private readonly Option<string> _mailbox = new("--mailbox")
    {
        Description = "Address at which counterparts reach the mailbox broker.",
        HelpName = "HOST:PORT",
        Required = true,
    };
    private readonly Option<string?> _tlsName = new("--tls-name")
    {
        Description = "Name in the mailbox broker's certificate (default: HOST).",
        HelpName = "NAME",
    };
    private readonly Option<string?> _api = new("--api")
    {
        Description = "Address of the API on TCP, with a certificate that is issued for it (default: only the socket in the home).",
        HelpName = "https://HOST:PORT",
    };
    private readonly Option<bool> _csr = new("--csr")
    {
        Description = "Create certificate requests for an external authority instead of certificates. Then run: exchange party certify",
    };

    public PartyInitVerb()
        : base(
            "init",
            "Create a party's home: keys, an authority that certifies them, the card, and the gateway's settings. Existing files "
                + "are never overwritten.",
            "exchange party init BGD --home /var/lib/exchange --mailbox mailbox.police.example:5671",
            "exchange party init BGD-CID --home ./cid --mailbox 192.0.2.10:5671 --tls-name mailbox.cid.example",
            "exchange party init BGD --home /var/lib/exchange --mailbox mailbox.police.example:5671 --csr"
        ) => Take(_party, _mailbox, _tlsName, _api, _csr);

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

    private Uri? ApiOf(Invocation invocation) =>
        invocation.Value(_api) switch
        {
            null => null,
            _ when invocation.Value(_csr) => throw new CommandFailedException(
                ExitCode.Usage,
                "--api and --csr cannot be combined: a home without an authority cannot issue the API's certificate.",
                "Nothing was created.",
                "Leave --api out; later set Api:Url in gateway.json, and add tls/api.pem and tls/api.key."
            ),
            var text when ApiPlace.TryParse(text, out var url) => url,
            var text => throw new CommandFailedException(
                ExitCode.Usage,
                $"--api {text} is not https://HOST[:PORT].",
                "Nothing was created.",
                "Give such an address, or leave --api out: the API then listens only on the socket in the home."
            ),
        };

    private static void Request(Invocation invocation, HomeFounding founding, Home home, PartyName party, string passphrase)
    {
        founding.Request(passphrase, invocation.Surroundings.Time.Now());
        invocation.Say($"Created the keys of {party} in {home.Folder}. Back up {home.KeyFolder} and {passphrase} to different places.");
        invocation.Say($"Have the authority certify the requests in {home.RequestFolder}, and then run: exchange party certify DIR");
        invocation.Answer(
            new
            {
                party = party.Value,
                requests = home.RequestFolder,
                passphrase,
            },
            home.RequestFolder
        );
    }

    private static void Found(Invocation invocation, HomeFounding founding, Home home, PartyName party, string passphrase)
    {
        founding.Found(passphrase, invocation.Surroundings.Time.Now());
        var fingerprint = Fingerprint.Of(File.ReadAllBytes(home.CardFile));
        invocation.Say($"Created the home of {party} in {home.Folder}. Back up {home.KeyFolder} and {passphrase} to different places.");
        invocation.Say($"Give {home.CardFile} to the counterpart as {party}.party.json, and read its fingerprint to an officer there.");
        invocation.Answer(
            new
            {
                party = party.Value,
                card = home.CardFile,
                passphrase,
                fingerprint,
            },
            [home.CardFile, fingerprint]
        );
    }
}

internal sealed class PartyCertifyVerb : Verb
{
    private readonly Argument<string> _folder = new("DIR")
    {
        Description = "Folder with authorities.pem, crls.pem, signing.pem, encryption.pem, kem.pem, client.pem and broker.pem.",
    };

    public PartyCertifyVerb()
        : base(
            "certify",
            "Create the card of a home that was begun with 'party init --csr', from the certificates of the external authority.",
            "exchange party certify ./certified --home /var/lib/exchange"
        ) => Take(_folder);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        var requests = RequestFolder.Of(home);
        var now = invocation.Surroundings.Time.Now();
        var folder = invocation.Required(_folder);
        var card = requests.CardOf(member => Read(folder, member), now);
        var keys = new CertifiedKeyCheck(requests, member => Read(folder, member));
        CardFile.RequireNone(
            [.. CardCheck.Check(card, now), .. keys.Check(card, home.Settings().MailboxTlsName)],
            "set of certificates",
            "Have the authority certify the requests in the folder 'requests'."
        );
        OwnFile.Write(home.OwnClientFile, Read(folder, "client"));
        OwnFile.Write(home.BrokerCertificateFile, Read(folder, "broker"));
        HomeFounding.WriteCard(home, card);
        var fingerprint = Fingerprint.Of(File.ReadAllBytes(home.CardFile));
        invocation.Say(
            $"Created the card of {card.Party}. Give it to the counterpart as {card.Party}.party.json, and read its fingerprint "
                + "to an officer there."
        );
        invocation.Answer(
            new
            {
                party = card.Party.Value,
                card = home.CardFile,
                fingerprint,
            },
            [home.CardFile, fingerprint]
        );
        return Task.CompletedTask;
    }

    private static string Read(string folder, string member) =>
        File.ReadAllText(
            InputFile.Require(Path.Combine(folder, $"{member}.pem"), "folder with all the certificates that the authority has issued")
        );
}
