using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Issuing;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Parties;

/// <summary>Makes a party's home: keys, certificates, card, settings.</summary>
internal sealed class HomeFounding(Home home, PartyName party, MailboxAddress mailbox, Uri api)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Returns the card.</summary>
    /// <param name="passphraseFile">Where the passphrase is; made there if it is not.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="CommandFailedException">There is a home already.</exception>
    public PartyCard Found(string passphraseFile, DateTimeOffset now)
    {
        if (File.Exists(home.CardFile) || Directory.Exists(home.KeyFolder))
        {
            throw new CommandFailedException(
                ExitCode.Refused, $"{home.Folder} is a party's home already.", "Nothing was changed.", "Take another folder.");
        }

        Directory.CreateDirectory(home.Folder, OwnerOnly | UnixFileMode.UserExecute);
        Directory.CreateDirectory(home.CounterpartsFolder);
        Directory.CreateDirectory(home.TlsFolder, OwnerOnly | UnixFileMode.UserExecute);
        using var protection = new KeyProtection(ReadOrMakePassphrase(passphraseFile));
        var founded = new PartyFounding(party, home.KeyFolder, protection, now).Found(mailbox.TlsName);
        File.WriteAllText(home.OwnClientFile, founded.OwnClient);
        File.WriteAllText(home.BrokerCertificateFile, founded.BrokerCertificate);
        WritePrivate(home.BrokerKeyFile, founded.BrokerKey);
        WriteJson(home.SettingsFile, new { Api = new { Url = api.ToString().TrimEnd('/') }, Mailbox = new { mailbox.Host, mailbox.Port, mailbox.TlsName } });
        var card = CardOf(founded, now);
        WriteJson(home.CardFile, card);
        return card;
    }

    private PartyCard CardOf(FoundedParty founded, DateTimeOffset now)
    {
        var origin = Name("audit");
        return new()
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
            Log = new(origin, [Verifier(origin, founded.LogEd25519), Verifier(origin, founded.LogMlDsa44)]),
            Witness = new(Name("witness"), [Verifier(Name("witness"), founded.Witness)]),
        };
    }

    private string Name(string role) => $"{party.Value.ToLowerInvariant()}.exchange/{role}";

    private static string Verifier(string name, FoundedParty.NoteKey key) => VerifierKey.Of(name, key.Algorithm, key.PublicKey.ToArray()).ToString();

    private static string ReadOrMakePassphrase(string file)
    {
        if (!File.Exists(file))
            WritePrivate(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        return File.ReadAllText(file).Trim();
    }

    private static void WriteJson<T>(string file, T document) => File.WriteAllText(
        file, JsonSerializer.Serialize(document, document is PartyCard ? ProtocolJson.Indented : Indented) + "\n");

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    private static void WritePrivate(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
