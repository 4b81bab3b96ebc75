using System.Net;
using System.Text.Json.Nodes;

namespace Exchange.Cli;

/// <summary>The home of one party's gateway, and the files in it. The command line loads no private key from it.</summary>
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

    /// <summary>The token of whoever has signed in at this gateway with <c>--home</c>.</summary>
    public string SessionFile => Path.Combine(Folder, "session-token");

    /// <summary>A key for programs on the gateway's own machine, if the operator has put one there.</summary>
    public string TokenFile => Path.Combine(Folder, "api-key");

    /// <summary>Held by the gateway that runs.</summary>
    public string LockFile => Path.Combine(Folder, "gateway.lock");

    /// <summary>Held by the command that changes the card.</summary>
    public string CardLockFile => CardFile + ".lock";
    public string BrokerFolder => Path.Combine(Folder, "broker");

    /// <summary>Where the mailbox broker reads our revocation lists; beside the home if its user may not enter that.</summary>
    public string RevocationFolder => Settings().RevocationFolder ?? Path.Combine(BrokerFolder, "crls");

    /// <summary>The mailbox broker's own certificate chain and key (PEM).</summary>
    public string BrokerCertificateFile => Path.Combine(Folder, "tls", "broker.pem");
    public string BrokerKeyFile => Path.Combine(Folder, "tls", "broker.key");

    /// <exception cref="CommandFailedException">There is no home.</exception>
    public Home Existing() =>
        File.Exists(SettingsFile)
            ? this
            : throw new CommandFailedException(
                ExitCode.Usage,
                $"{Folder} is not a home: it has no gateway.json.",
                "Nothing was changed.",
                "Create one with: exchange party init"
            );

    /// <exception cref="CommandFailedException">There is no valid card.</exception>
    public PartyCard Card() => Read(ExistingCardFile());

    /// <exception cref="CommandFailedException">There is no card.</exception>
    public string ExistingCardFile() =>
        File.Exists(CardFile)
            ? CardFile
            : throw new CommandFailedException(
                ExitCode.Usage,
                $"{Folder} is not a home: it has no party.json.",
                toDo: "Create one with: exchange party init"
            );

    /// <summary>The counterparts' cards, by party name.</summary>
    /// <exception cref="CommandFailedException">A file is not a card.</exception>
    public IReadOnlyList<PartyCard> Counterparts() =>
        Directory.Exists(CounterpartsFolder)
            ?
            [
                .. Directory
                    .EnumerateFiles(CounterpartsFolder, "*.party.json")
                    .Select(Read)
                    .OrderBy(card => card.Party.Value, StringComparer.Ordinal),
            ]
            : [];

    public GatewaySettings Settings() => GatewaySettings.Read(SettingsFile);

    private static PartyCard Read(string file)
    {
        var read = PartyCard.Read(File.ReadAllBytes(file));
        return read.Value
            ?? throw new CommandFailedException(
                ExitCode.Refused,
                $"{file} is not a valid party card.",
                "Nothing was changed.",
                "Restore it from a backup, or ask its sender for another."
            )
            {
                Details = [.. read.Faults.Select(fault => $"{fault.Pointer}: {fault.Text}")],
            };
    }
}

/// <summary>The few settings of a gateway (<c>gateway.json</c>) that the command line needs.</summary>
internal sealed class GatewaySettings
{
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _file;
    private readonly JsonObject _root;

    private GatewaySettings(string file, JsonObject root) => (_file, _root) = (file, root);

    /// <exception cref="CommandFailedException">There is no such file, or it is not a JSON object.</exception>
    public static GatewaySettings Read(string file)
    {
        try
        {
            return new(file, JsonNode.Parse(File.ReadAllText(file), AnyCase, Lenient)!.AsObject());
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"There is no {file}.",
                toDo: "Give the home with --home DIR or EXCHANGE_HOME."
            );
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new CommandFailedException(ExitCode.Usage, $"{file} is not a JSON object.", toDo: "Correct it, and try again.");
        }
    }

    public string MailboxTlsName =>
        Text("Mailbox", "TlsName") is { Length: > 0 } name ? name : throw Wrong("Mailbox:TlsName", "mailbox.police.example");

    /// <summary>Where the mailbox broker reads revocation lists; null for the folder in the home.</summary>
    public string? RevocationFolder =>
        Text("Mailbox", "RevocationFolder") is not { } folder ? null
        : Path.IsPathFullyQualified(folder) ? folder
        : throw Wrong("Mailbox:RevocationFolder", "/var/lib/exchange-crls");

    /// <summary>Where the mailbox broker listens: the mailbox's own address if that is loopback, else every address.</summary>
    public IPEndPoint MailboxListener
    {
        get
        {
            if (
                !int.TryParse(Text("Mailbox", "Port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                || port is 0 or > 65535
            )
            {
                throw Wrong("Mailbox:Port", "5671");
            }

            var host = Text("Mailbox", "Host");
            var isLoopback = IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
            return new(isLoopback ? address! : IPAddress.Any, port);
        }
    }

    private string? Text(string section, string name) => (_root[section] as JsonObject)?[name]?.ToString();

    private CommandFailedException Wrong(string setting, string example) =>
        new(ExitCode.Usage, $"The setting {setting} in {_file} is missing or invalid.", toDo: $"Set it, for example to {example}.");
}
