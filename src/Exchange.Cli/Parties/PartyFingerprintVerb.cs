using System.CommandLine;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Parties;

/// <summary><c>party fingerprint</c>: the fingerprint that officers read to each other.</summary>
internal sealed class PartyFingerprintVerb : Verb
{
    private readonly Argument<string?> _file = new("FILE") { Description = "A card or a grant (default: the home's own card).", Arity = ArgumentArity.ZeroOrOne };

    public PartyFingerprintVerb(Surroundings surroundings)
        : base(surroundings, "fingerprint", "Print the fingerprint of a card or a grant: the SHA-256 of its bytes, in eight groups.", "exchange party fingerprint", "exchange party fingerprint BGD-at-MYS.grant.json") =>
        Arguments.Add(_file);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var file = invocation.Value(_file) ?? invocation.Home.ExistingCardFile();
        var fingerprint = Fingerprint.Of(CardFile.ReadEither(file));
        invocation.Answer(new { file, fingerprint }, fingerprint);
        return Task.CompletedTask;
    }
}
