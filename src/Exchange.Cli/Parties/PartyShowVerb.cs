using System.CommandLine;
using System.Globalization;
using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Parties;

/// <summary><c>party show</c>: summarizes cards.</summary>
internal sealed class PartyShowVerb : Verb
{
    private readonly Argument<string?> _file = new("FILE") { Description = "A card (default: the home's own and those of its counterparts).", Arity = ArgumentArity.ZeroOrOne };

    public PartyShowVerb(Surroundings surroundings)
        : base(surroundings, "show", "Show a card: party, serial, ledger origin and fingerprint.", "exchange party show", "exchange party show MYS.party.json") =>
        Arguments.Add(_file);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var files = invocation.Value(_file) is { } file ? [file] : FilesOf(invocation.Home);
        var cards = files.Select(path => (CardFile.ReadCard(path).Card, Fingerprint.Of(File.ReadAllBytes(path)))).ToList();
        invocation.Answer(
            cards.Select(item => new { party = item.Card.Party.Value, serial = item.Card.Serial, validFrom = ProtocolTime.Write(item.Card.ValidFrom), origin = item.Card.Log.Origin, fingerprint = item.Item2 }),
            cards.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Card.Party}  serial {item.Card.Serial}  from {ProtocolTime.Write(item.Card.ValidFrom)}  ledger {item.Card.Log.Origin}\n  {item.Item2}")));
        return Task.CompletedTask;
    }

    private static string[] FilesOf(Home home)
    {
        home.Card();
        return [home.CardFile, .. home.Counterparts().Select(card => home.CounterpartCardFile(card.Party))];
    }
}
