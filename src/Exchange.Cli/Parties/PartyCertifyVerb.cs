using System.CommandLine;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Parties;

/// <summary><c>party certify</c>: creates the card from the certificates that an external authority has issued.</summary>
internal sealed class PartyCertifyVerb : Verb
{
    private readonly Argument<string> _folder = new("DIR")
    {
        Description = "Folder with authorities.pem, crls.pem, signing.pem, encryption.pem, kem.pem, client.pem and broker.pem.",
    };

    public PartyCertifyVerb(Surroundings surroundings)
        : base(
            surroundings,
            "certify",
            "Create the card of a home that was begun with 'party init --csr', from the certificates of the external authority.",
            "exchange party certify ./certified --home /var/lib/exchange") => Arguments.Add(_folder);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        var requests = RequestFolder.Of(home);
        var now = invocation.Surroundings.Time.Now();
        var folder = invocation.Required(_folder);
        var card = requests.CardOf(member => Read(folder, member), now);
        var keys = new CertifiedKeyCheck(requests, member => Read(folder, member));
        CardFile.RequireNone([.. CardCheck.Check(card, now), .. keys.Check(card, home.Settings().MailboxTlsName)], "set of certificates", "Have the authority certify the requests in the folder 'requests'.");
        OwnFile.Write(home.OwnClientFile, Read(folder, "client"));
        OwnFile.Write(home.BrokerCertificateFile, Read(folder, "broker"));
        HomeFounding.WriteCard(home, card);
        var fingerprint = Fingerprint.Of(File.ReadAllBytes(home.CardFile));
        invocation.Say($"Created the card of {card.Party}. Give it to the counterpart as {card.Party}.party.json, and read its fingerprint to an officer there.");
        invocation.Answer(new { party = card.Party.Value, card = home.CardFile, fingerprint }, [home.CardFile, fingerprint]);
        return Task.CompletedTask;
    }

    private static string Read(string folder, string member) =>
        File.ReadAllText(InputFile.Require(Path.Combine(folder, $"{member}.pem"), "folder with all the certificates that the authority has issued"));
}
