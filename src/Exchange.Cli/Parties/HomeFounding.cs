using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Exchange.Sealing.Issuing;

namespace Exchange.Cli.Parties;

/// <summary>Creates a party's home: keys, certificates, card, settings.</summary>
internal sealed class HomeFounding(Home home, PartyName party, MailboxAddress mailbox, Uri? api = null)
{
    /// <summary>Creates everything, with an authority of its own, and the passphrase file if there is none; returns the card.</summary>
    /// <exception cref="CommandFailedException">The folder is already a home.</exception>
    public PartyCard Found(string passphraseFile, DateTimeOffset now) => Make(passphraseFile, protection =>
        {
            var founded = new PartyFounding(party, home.KeyFolder, protection, now).Found(mailbox.TlsName, api?.IdnHost);
            OwnFile.Create(home.OwnClientFile, founded.OwnClient);
            OwnFile.Create(home.BrokerCertificateFile, founded.BrokerCertificate);
            OwnFile.Create(home.BrokerKeyFile, founded.BrokerKey);
            if (founded.Api is var (certificate, key))
            {
                OwnFile.Create(home.ApiFiles.Certificate, certificate);
                OwnFile.Create(home.ApiFiles.Authority, founded.Authorities);
                OwnFile.Create(home.ApiFiles.Key, key);
            }

            var card = CardOf(founded, now);
            WriteCard(home, card);
            return card;
        });

    /// <summary>Creates the keys, the requests for an external authority, and the passphrase file if there is none.</summary>
    /// <exception cref="CommandFailedException">The folder is already a home.</exception>
    public void Request(string passphraseFile, DateTimeOffset now) => Make(passphraseFile, protection =>
        {
            var requests = new PartyFounding(party, home.KeyFolder, protection, now).Request(mailbox.TlsName);
            OwnFile.Create(home.BrokerKeyFile, requests.BrokerKey);
            RequestFolder.Write(home, party, requests, LogOf(requests.LogEd25519, requests.LogMlDsa44), WitnessOf(requests.Witness));
            return requests;
        });

    public static void WriteCard(Home home, PartyCard card) =>
        OwnFile.Write(home.CardFile, JsonSerializer.Serialize(card, ProtocolJson.Indented) + "\n");

    private T Make<T>(string passphraseFile, Func<KeyProtection, T> make)
    {
        _ = GatewayAddress.RequireShort(home.ApiSocket);
        string[] made =
        [
            home.CardFile,
            home.KeyFolder,
            home.SettingsFile,
            home.OwnClientFile,
            home.BrokerCertificateFile,
            home.BrokerKeyFile,
            home.ApiFiles.Certificate,
            home.ApiFiles.Key,
            home.ApiFiles.Authority,
            home.RequestFolder,
        ];
        if (made.FirstOrDefault(Path.Exists) is { } there)
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"{home.Folder} is already a home: {there} exists.",
                "Nothing was changed.",
                "Choose another folder."
            );
        }

        string[] absent =
        [
            .. made.Concat([home.CounterpartsFolder, home.TlsFolder, passphraseFile, home.Folder]).Where(path => !Path.Exists(path)),
        ];
        try
        {
            using var protection = Begin(passphraseFile);
            return make(protection);
        }
        catch
        {
            // No card names these keys yet, and what is left of them would block the next attempt.
            foreach (var path in absent)
                Remove(path);
            throw;
        }
    }

    private KeyProtection Begin(string passphraseFile)
    {
        OwnFile.CreateFolder(home.Folder);
        OwnFile.CreateFolder(home.CounterpartsFolder);
        OwnFile.CreateFolder(home.TlsFolder);
        var protection = ReadOrMakeProtection(passphraseFile);
        var settings = new
        {
            Api = api is null ? null : new { Url = api.ToString().TrimEnd('/') },
            Mailbox = new
            {
                mailbox.Host,
                mailbox.Port,
                mailbox.TlsName,
            },
        };
        OwnFile.Create(home.SettingsFile, JsonSerializer.Serialize(settings, Indented) + "\n");
        return protection;
    }

    private PartyCard CardOf(FoundedParty founded, DateTimeOffset now) =>
        new()
        {
            Party = party,
            Serial = 1,
            ValidFrom = now,
            Protocols = [Protocol.Messages.MessageHeader.Protocol],
            Authorities = founded.Authorities,
            Crls = founded.Crls,
            Signing = founded.Signing,
            Encryption = founded.Encryption,
            Kem = founded.Kem,
            Client = founded.ClientRequest,
            Log = LogOf(founded.LogEd25519, founded.LogMlDsa44),
            Witness = WitnessOf(founded.Witness),
        };

    private CardLog LogOf(FoundedParty.NoteKey ed25519, FoundedParty.NoteKey mlDsa44) =>
        new(Name("audit"), [Verifier(Name("audit"), ed25519), Verifier(Name("audit"), mlDsa44)]);

    private CardWitness WitnessOf(FoundedParty.NoteKey key) => new(Name("witness"), [Verifier(Name("witness"), key)]);

    private string Name(string role) => $"{party.Value.ToLowerInvariant()}.exchange/{role}";

    private static string Verifier(string name, FoundedParty.NoteKey key) =>
        VerifierKey.Of(name, key.Algorithm, key.PublicKey.ToArray()).ToString();

    private static KeyProtection ReadOrMakeProtection(string file)
    {
        if (!File.Exists(file))
            OwnFile.Create(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        try
        {
            return new(File.ReadAllText(file).Trim());
        }
        catch (KeyStoreException exception)
        {
            throw new CommandFailedException(ExitCode.Refused, $"{file}: {exception.Message}", "No key was made.");
        }
    }

    private static JsonSerializerOptions Indented { get; } =
        new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else if (File.Exists(path))
            File.Delete(path);
    }
}
