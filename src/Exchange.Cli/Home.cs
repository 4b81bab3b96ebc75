using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;

namespace Exchange.Cli;

/// <summary>The home of one party's gateway, and the files in it. The command line loads no private key from it.</summary>
/// <param name="Folder">Full path.</param>
internal sealed record Home(string Folder)
{
    public string SettingsFile => Path.Combine(Folder, "gateway.json");

    public string CardFile => Path.Combine(Folder, "party.json");

    /// <summary>Cards (<c>MYS.party.json</c>) and grants of the counterparts.</summary>
    public string CounterpartsFolder => Path.Combine(Folder, "counterparts");

    public string CounterpartCardFile(PartyName party) => Path.Combine(CounterpartsFolder, $"{party}.party.json");

    /// <summary>The grant for our mailbox at a counterpart's broker.</summary>
    public string GrantFile(PartyName own, PartyName at) => Path.Combine(CounterpartsFolder, $"{own}-at-{at}.grant.json");

    /// <summary>Requests that an external authority must certify.</summary>
    public string RequestFolder => Path.Combine(Folder, "requests");

    public string KeyFolder => Path.Combine(Folder, "keys");

    /// <summary>The newest size and root that our ledger has signed.</summary>
    public string MarkFile => Path.Combine(KeyFolder, "ledger.mark");

    public string PassphraseFile => Path.Combine(Folder, "passphrase");

    public string TlsFolder => Path.Combine(Folder, "tls");

    /// <summary>Certificate with which the gateway logs in to its own broker.</summary>
    public string OwnClientFile => Path.Combine(TlsFolder, "client.pem");

    public string DatabaseFile => Path.Combine(Folder, "exchange.db");

    /// <summary>Where the gateway's API listens.</summary>
    public string ApiSocket => Path.Combine(Folder, ApiPlace.SocketName);

    /// <summary>Certificate chain of the API on TCP, its key, and the authority that clients verify it with (PEM).</summary>
    public (string Certificate, string Key, string Authority) ApiFiles =>
        (Path.Combine(TlsFolder, "api.pem"), Path.Combine(TlsFolder, "api.key"), Path.Combine(TlsFolder, "authority.pem"));

    public string TokenFile => Path.Combine(Folder, "api-token");

    /// <summary>Held by the gateway that runs.</summary>
    public string LockFile => Path.Combine(Folder, "gateway.lock");

    public string BrokerFolder => Path.Combine(Folder, "broker");

    /// <summary>Where the mailbox broker reads our revocation lists; beside the home if its user may not enter that.</summary>
    public string RevocationFolder => Settings().RevocationFolder ?? Path.Combine(BrokerFolder, "crls");

    /// <summary>The mailbox broker's own certificate chain and key (PEM).</summary>
    public string BrokerCertificateFile => Path.Combine(Folder, "tls", "broker.pem");

    public string BrokerKeyFile => Path.Combine(Folder, "tls", "broker.key");

    /// <exception cref="CommandFailedException">There is no home.</exception>
    public Home Existing() => File.Exists(SettingsFile) ? this : throw new CommandFailedException(
        ExitCode.Usage, $"{Folder} is not a home: it has no gateway.json.", "Nothing was changed.", "Create one with: exchange party init");

    /// <exception cref="CommandFailedException">There is no valid card.</exception>
    public PartyCard Card() => Read(ExistingCardFile());

    /// <exception cref="CommandFailedException">There is no card.</exception>
    public string ExistingCardFile() => File.Exists(CardFile) ? CardFile : throw new CommandFailedException(
        ExitCode.Usage, $"{Folder} is not a home: it has no party.json.", toDo: "Create one with: exchange party init");

    /// <summary>The counterparts' cards, by party name.</summary>
    /// <exception cref="CommandFailedException">A file is not a card.</exception>
    public IReadOnlyList<PartyCard> Counterparts() => Directory.Exists(CounterpartsFolder)
        ? [.. Directory.EnumerateFiles(CounterpartsFolder, "*.party.json").Select(Read).OrderBy(card => card.Party.Value, StringComparer.Ordinal)]
        : [];

    public GatewaySettings Settings() => GatewaySettings.Read(SettingsFile);

    private static PartyCard Read(string file)
    {
        var read = PartyCard.Read(File.ReadAllBytes(file));
        return read.Value ?? throw new CommandFailedException(ExitCode.Refused, $"{file} is not a valid party card.", "Nothing was changed.", "Restore it from a backup, or ask its sender for another.")
        {
            Details = [.. read.Faults.Select(fault => $"{fault.Pointer}: {fault.Text}")],
        };
    }
}
