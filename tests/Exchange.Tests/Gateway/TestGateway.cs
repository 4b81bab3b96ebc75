using Exchange.Cli.Parties;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>The gateway of BGD with its journal on a real database, and no broker: MYS is its counterpart, whose log is made up here.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KeyProtection _protection;
    private readonly FileKeyStore _keys;
    private readonly FileKeyStore _theirKeys;
    private readonly WebApplication _app;

    private TestGateway()
    {
        Home = new GatewayHome(_folder.In("BGD"));
        var now = TimeProvider.System.Now();
        Found("BGD", now);
        var theirs = Found("MYS", now);
        _protection = Passphrase.Read(Home);
        _keys = FileKeyStore.Open(Home.Keys, _protection);
        using var protection = Passphrase.Read(new GatewayHome(_folder.In("MYS")));
        _theirKeys = FileKeyStore.Open(_folder.In("MYS", "keys"), protection);
        TheirSigners = new(Signer(_theirKeys.LogEd25519, theirs.Log.Origin), Signer(_theirKeys.LogMlDsa44, theirs.Log.Origin));
        TheirWitness = Signer(_theirKeys.Witness, theirs.Witness.Name);
        _app = GatewayHost.Build(Home, new GatewaySettings { Api = new() { Url = "http://127.0.0.1:0" } }, _keys);
        Counterpart = new(theirs, Grant: null);
        Part<Database>().Prepare();
        Part<Counterparts>().Put(Counterpart);
        Part<JournalWriter>().Start();
    }

    public GatewayHome Home { get; }

    public Counterpart Counterpart { get; }

    public LogSigners TheirSigners { get; }

    public NoteSigner TheirWitness { get; }

    public static TestGateway Start() => new();

    public T Part<T>() where T : class => _app.Services.GetRequiredService<T>();

    public Task RecordAsync(Action<JournalTransaction> proposal) => Part<JournalWriter>().ProposeAsync(proposal);

    /// <summary>Puts entries into the gateway's own log.</summary>
    public Task AppendAsync(int count) => RecordAsync(transaction =>
    {
        for (var entry = 0; entry < count; entry++)
            transaction.Append(new LeafDraft("test"));
    });

    public T Read<T>(string sql)
    {
        using var session = Part<Database>().OpenSession();
        return session.Scalar<T>(sql)!;
    }

    /// <summary>A checkpoint of the counterpart's log with its proof, as it comes over the border.</summary>
    public CheckpointBody TheirHead(LogTail tail, long from, LogTail? old = null, DateTimeOffset? at = null, LogSigners? signers = null) => new(
        CheckpointNote.Sign(new Checkpoint(Counterpart.Card.Log.Origin, tail.Size, tail.Root()), at ?? TimeProvider.System.Now(), signers ?? TheirSigners),
        new(from, from == 0 ? [] : ProofText.Write(ConsistencyProof.Prove(from, tail.Size, old ?? tail, _ => throw new InvalidOperationException()))));

    /// <summary>A log of so many entries, told apart from others by its name.</summary>
    public static LogTail Tail(string name, int size) =>
        LogTail.Empty.Append([.. Enumerable.Range(0, size).Select(index => MerkleHash.OfLeaf(System.Text.Encoding.UTF8.GetBytes($"{name} {index}")))]).Tail;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _keys.Dispose();
        _theirKeys.Dispose();
        _protection.Dispose();
        _folder.Dispose();
    }

    private PartyCard Found(string party, DateTimeOffset now)
    {
        var home = new Exchange.Cli.Home(_folder.In(party));
        return new HomeFounding(home, PartyName.Parse(party), new("127.0.0.1", 5671, "localhost"), new("http://127.0.0.1:7480")).Found(home.PassphraseFile, now);
    }

    private static NoteSigner Signer(INoteKey key, string name) => new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
}
