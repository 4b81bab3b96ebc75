using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Issuing;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Parties;

/// <summary>The folder <c>requests</c> of a home that waits for the certificates of an external authority.</summary>
internal sealed class RequestFolder
{
    private readonly string _folder;
    private readonly Names _names;

    private RequestFolder(string folder, Names names) => (_folder, _names) = (folder, names);

    /// <exception cref="CommandFailedException">There is none, or the card exists already.</exception>
    public static RequestFolder Of(Home home)
    {
        var names = Path.Combine(home.RequestFolder, "names.json");
        if (File.Exists(home.CardFile) || !File.Exists(names))
            throw new CommandFailedException(ExitCode.Refused, $"{home.Folder} does not wait for certificates.", "Nothing was changed.", "Start with: exchange party init --csr");
        return new(home.RequestFolder, JsonSerializer.Deserialize<Names>(File.ReadAllBytes(names), ProtocolJson.Options)!);
    }

    public static void Write(Home home, PartyName party, PartyRequests requests, CardLog log, CardWitness witness)
    {
        OwnFile.CreateFolder(home.RequestFolder);
        void Put(string name, string pem) => OwnFile.Write(Path.Combine(home.RequestFolder, name), pem);
        Put(NameOf("signing"), requests.Signing);
        Put(NameOf("encryption"), requests.Encryption);
        Put(NameOf("client"), requests.Client);
        Put(NameOf("broker"), requests.Broker);
        Put(NameOf("kem"), requests.KemPublicKey);
        Put("names.json", JsonSerializer.Serialize(new Names(party, log, witness), ProtocolJson.Indented) + "\n");
    }

    /// <summary>The file of a member's request: an ML-KEM key cannot sign one, and is there as it is.</summary>
    public static string NameOf(string member) => member == "kem" ? "kem.pub" : $"{member}.csr";

    /// <summary>The public key to be certified: SubjectPublicKeyInfo, DER.</summary>
    public byte[] KeyOf(string member)
    {
        var pem = File.ReadAllText(Path.Combine(_folder, NameOf(member)));
        return member == "kem"
            ? Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data])
            : CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256).PublicKey.ExportSubjectPublicKeyInfo();
    }

    /// <summary>The card with the certificates that <paramref name="pem"/> gives by member.</summary>
    public PartyCard CardOf(Func<string, string> pem, DateTimeOffset now) => new()
    {
        Party = _names.Party,
        Serial = 1,
        ValidFrom = now,
        Protocols = [Protocol.Messages.MessageHeader.Protocol],
        Authorities = pem("authorities"),
        Crls = pem("crls"),
        Signing = pem("signing"),
        Encryption = pem("encryption"),
        Kem = pem("kem"),
        Client = File.ReadAllText(Path.Combine(_folder, "client.csr")),
        Log = _names.Log,
        Witness = _names.Witness,
    };

    private sealed record Names(PartyName Party, CardLog Log, CardWitness Witness);
}
