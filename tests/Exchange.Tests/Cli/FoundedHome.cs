using System.Security.Cryptography;
using Exchange.Cli;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Cli;

/// <summary>A home with everything in it, made by <c>party init</c> at a time of the test's choice.</summary>
internal sealed class FoundedHome : TemporaryFolder
{
    private FoundedHome(string party) => Party = party;

    public string Party { get; }

    public string Keys => In("home", "keys");

    public string PassphraseFile => In("home", "passphrase");

    public PartyCard Card => PartyCard.Read(File.ReadAllBytes(In("home", "party.json"))).OrThrow();

    public static async Task<FoundedHome> OfAsync(string party, DateTimeOffset now)
    {
        var home = new FoundedHome(party);
        using var output = new StringWriter();
        using var progress = new StringWriter();
        var surroundings = new Surroundings(output, progress, _ => null, new FakeTimeProvider(now));
        string[] arguments = ["party", "init", party, "--home", home.In("home"), "--mailbox", "127.0.0.1:5671"];
        (await new ExchangeCommand(surroundings).RunAsync(arguments, CancellationToken.None)).ShouldBe(0, progress.ToString());
        return home;
    }

    public KeyProtection Protection() => new(File.ReadAllText(PassphraseFile).Trim());

    /// <summary>The private key of the party's authority, with which a test may issue what the party would not.</summary>
    public ECDsa AuthorityKey()
    {
        var file = Path.Combine(Keys, KeyPurpose.Authority.FileName("1"));
        using var protection = Protection();
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(protection.Unprotect(File.ReadAllText(file), file), out _);
        return key;
    }
}
