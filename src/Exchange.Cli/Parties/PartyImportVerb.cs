using System.CommandLine;
using Exchange.Protocol;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Parties;

/// <summary><c>party import</c>: imports a counterpart's card that two officers have confirmed.</summary>
internal sealed class PartyImportVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The counterpart's card." };

    private readonly Option<string?> _confirm = new("--confirm")
    {
        Description = "Fingerprint that the counterpart's officer has read to you.",
        HelpName = "FINGERPRINT",
    };

    public PartyImportVerb(Surroundings surroundings)
        : base(
            surroundings,
            "import",
            "Import a counterpart's card, after its fingerprint was confirmed over another channel. The gateway records it at its next start.",
            "exchange party import MYS.party.json --confirm '3F0C…'")
    {
        Arguments.Add(_file);
        Options.Add(_confirm);
    }

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home;
        var own = home.Card();
        var (card, bytes) = CardFile.ReadCard(invocation.Required(_file));
        if (card.Party == own.Party)
            throw new CommandFailedException(ExitCode.Refused, "This is the home's own card.", "Nothing was changed.", "Give the counterpart's card.");
        var others = home.Counterparts();
        var held = others.FirstOrDefault(other => other.Party == card.Party);
        if (held is not null && held.Serial >= card.Serial && !bytes.AsSpan().SequenceEqual(File.ReadAllBytes(home.CounterpartCardFile(card.Party))))
            throw new CommandFailedException(ExitCode.Refused, $"The card of {card.Party} with serial {held.Serial} is already here; this one has {card.Serial}.", "Nothing was changed.", $"Ask {card.Party} for its newest card.");
        CardFile.RequireNone([.. CardCheck.Check(card, invocation.Surroundings.Time.Now()), .. CardCheck.Conflicts(card, [own, .. others])], "card");
        CardFile.RequireConfirmation(bytes, invocation.Value(_confirm), card.Party.Value);
        OwnFile.CreateFolder(home.CounterpartsFolder);
        OwnFile.Write(home.CounterpartCardFile(card.Party), bytes);
        invocation.Say($"Imported the card of {card.Party}, serial {card.Serial}. A running gateway uses it from its next start.");
        invocation.Answer(new { party = card.Party.Value, serial = card.Serial, file = home.CounterpartCardFile(card.Party) }, home.CounterpartCardFile(card.Party));
        return Task.CompletedTask;
    }
}
