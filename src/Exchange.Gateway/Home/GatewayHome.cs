namespace Exchange.Gateway.Home;

/// <summary>The folder of one party's gateway, and the files in it.</summary>
internal sealed class GatewayHome(string folder)
{
    public string Folder { get; } = Path.GetFullPath(folder);

    public string Settings => In("gateway.json");

    public string Card => In("party.json");

    public string Counterparts => In("counterparts");

    public string Keys => In("keys");

    public string Tls => In("tls");

    public string Database => In("exchange.db");

    /// <summary>The enrolment code of the first administrator, until it has served.</summary>
    public string FirstAdministrator => In("first-administrator");

    /// <summary>Grants that this party has issued; the next start records them in the ledger.</summary>
    public string Issued => In("issued");

    /// <summary>Where the API listens.</summary>
    public string ApiSocket => In(Protocol.Api.ApiPlace.SocketName);

    /// <summary>Certificate of the API on TCP, with its chain (PEM).</summary>
    public string ApiCertificate => Path.Combine(Tls, "api.pem");

    public string ApiKey => Path.Combine(Tls, "api.key");

    /// <summary>Certificate of our client key for our own broker (PEM).</summary>
    public string OwnClient => Path.Combine(Tls, "client.pem");

    /// <summary>The key of the mailbox broker (PEM), if its certificate is issued here.</summary>
    public string BrokerKey => Path.Combine(Tls, "broker.key");

    public string Passphrase => In("passphrase");

    public string Mark => Path.Combine(Keys, "ledger.mark");

    public string Lock => In("gateway.lock");

    private string In(string name) => Path.Combine(Folder, name);
}
