using System.Text.Json;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Issuing;

namespace Exchange.Cli.Parties;

/// <summary>The folder <c>requests</c> of a home whose certificates are still to come from the party's own authority.</summary>
internal sealed class RequestFolder
{
    private readonly string _folder;
    private readonly Names _names;

    private RequestFolder(string folder, Names names) => (_folder, _names) = (folder, names);

    /// <exception cref="CommandFailedException">There is none, or the card is there already.</exception>
    public static RequestFolder Of(Home home)
    {
        var names = Path.Combine(home.RequestFolder, "names.json");
        if (File.Exists(home.CardFile) || !File.Exists(names))
            throw new CommandFailedException(ExitCode.Refused, $"{home.Folder} does not wait for certificates.", "Nothing was changed.", "Begin with: exchange party init --csr");
        return new(home.RequestFolder, JsonSerializer.Deserialize<Names>(File.ReadAllBytes(names), ProtocolJson.Options)!);
    }

    public static void Write(Home home, PartyName party, PartyRequests requests, CardLog log, CardWitness witness)
    {
        Directory.CreateDirectory(home.RequestFolder);
        void Put(string name, string pem) => File.WriteAllText(Path.Combine(home.RequestFolder, name), pem);
        Put("signing.csr", requests.Signing);
        Put("encryption.csr", requests.Encryption);
        Put("client.csr", requests.Client);
        Put("broker.csr", requests.Broker);
        Put("kem.pub", requests.KemPublicKey);
        Put("names.json", JsonSerializer.Serialize(new Names(party, log, witness), ProtocolJson.Indented) + "\n");
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
