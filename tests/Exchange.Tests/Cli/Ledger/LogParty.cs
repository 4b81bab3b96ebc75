using Exchange.Cli.Parties;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Tests.Cli.Ledger;

/// <summary>A founded party that signs a log and cosigns another's.</summary>
internal sealed class LogParty
{
    private static readonly Lazy<LogParty> Ours = new(() => new("BGD"));
    private static readonly Lazy<LogParty> Theirs = new(() => new("MYS"));

    private LogParty(string name)
    {
        using var folder = new TemporaryFolder();
        var home = new Exchange.Cli.Home(folder.In(name));
        Card = new HomeFounding(home, PartyName.Parse(name), new("127.0.0.1", 5671, "localhost")).Found(home.PassphraseFile, Founded);
        Bytes = File.ReadAllBytes(home.CardFile);
        using var protection = new KeyProtection(File.ReadAllText(home.PassphraseFile).Trim());
        // Its keys are used after the folder is gone.
        var keys = FileKeyStore.Open(home.KeyFolder, protection);
        Signers = new(Signer(keys.LogEd25519, Card.Log.Origin), Signer(keys.LogMlDsa44, Card.Log.Origin));
        Witness = Signer(keys.Witness, Card.Witness.Name);
    }

    public static DateTimeOffset Founded { get; } = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    public static LogParty Bgd => Ours.Value;

    public static LogParty Mys => Theirs.Value;

    public PartyCard Card { get; }

    public byte[] Bytes { get; }

    public LogSigners Signers { get; }

    public NoteSigner Witness { get; }

    private static NoteSigner Signer(INoteKey key, string name) => new(VerifierKey.Of(name, key.Algorithm, key.PublicKey), key.Sign);
}
