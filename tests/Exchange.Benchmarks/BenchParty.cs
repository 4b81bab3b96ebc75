using Exchange.Cli;
using Exchange.Cli.Parties;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Benchmarks;

/// <summary>A party founded in a folder, with throw-away keys for its log and its witness.</summary>
internal sealed class BenchParty : IDisposable
{
    private readonly FileKeyStore _keys;

    public BenchParty(string folder, string name)
    {
        Home = new(Path.Combine(folder, name));
        Card = new HomeFounding(Home, PartyName.Parse(name), new("127.0.0.1", 5671, "localhost")).Found(
            Home.PassphraseFile,
            TimeProvider.System.Now()
        );
        using var protection = new KeyProtection(File.ReadAllText(Home.PassphraseFile).Trim());
        _keys = FileKeyStore.Open(Home.KeyFolder, protection);
        Log = new(Signer(_keys.LogEd25519, Card.Log.Origin), Signer(_keys.LogMlDsa44, Card.Log.Origin));
        Witness = Signer(_keys.Witness, Card.Witness.Name);
    }

    public Home Home { get; }

    public PartyCard Card { get; }

    public FileKeyStore Keys => _keys;

    public LogSigners Log { get; }

    public NoteSigner Witness { get; }

    public void Dispose() => _keys.Dispose();

    private static NoteSigner Signer(INoteKey key, string name) => new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
}
