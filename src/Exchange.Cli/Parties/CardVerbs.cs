using Exchange.Sealing.Certificates;

namespace Exchange.Cli.Parties;

internal sealed class PartyShowVerb : Verb
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "A card (default: the home's own and those of its counterparts).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public PartyShowVerb()
        : base(
            "show",
            "Show a card: party, serial, ledger origin and fingerprint.",
            "exchange party show",
            "exchange party show MYS.party.json"
        ) => Take(_file);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var files = invocation.Value(_file) is { } file ? [file] : FilesOf(invocation.Home);
        var cards = files.Select(path => (CardFile.ReadCard(path).Card, Fingerprint.Of(File.ReadAllBytes(path)))).ToList();
        invocation.Answer(
            cards.Select(item => new
            {
                party = item.Card.Party.Value,
                serial = item.Card.Serial,
                validFrom = ProtocolTime.Write(item.Card.ValidFrom),
                origin = item.Card.Log.Origin,
                fingerprint = item.Item2,
            }),
            cards.Select(item =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{PartyText.Of(item.Card.Party)}  serial {item.Card.Serial}  from {ProtocolTime.Write(item.Card.ValidFrom)}  ledger "
                        + $"{item.Card.Log.Origin}\n  {item.Item2}"
                )
            )
        );
        return Task.CompletedTask;
    }

    private static string[] FilesOf(Home home)
    {
        home.Card();
        return [home.CardFile, .. home.Counterparts().Select(card => home.CounterpartCardFile(card.Party))];
    }
}

internal sealed class PartyFingerprintVerb : Verb
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "A card or a grant (default: the home's own card).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public PartyFingerprintVerb()
        : base(
            "fingerprint",
            "Print the fingerprint of a card or a grant: the SHA-256 of its bytes, in eight groups.",
            "exchange party fingerprint",
            "exchange party fingerprint BGD-at-MYS.grant.json"
        ) => Take(_file);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var file = invocation.Value(_file) ?? invocation.Home.ExistingCardFile();
        var fingerprint = Fingerprint.Of(CardFile.ReadEither(file));
        invocation.Answer(new { file, fingerprint }, fingerprint);
        return Task.CompletedTask;
    }
}

internal sealed class PartyImportVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The counterpart's card." };
    private readonly Option<string?> _confirm = new("--confirm")
    {
        Description = "Fingerprint that the counterpart's officer has read to you.",
        HelpName = "FINGERPRINT",
    };

    public PartyImportVerb()
        : base(
            "import",
            "Import a counterpart's card, after its fingerprint was confirmed over another channel. The gateway records it at "
                + "its next start.",
            "exchange party import MYS.party.json --confirm '3F0C…'"
        ) => Take(_file, _confirm);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home;
        var own = home.Card();
        var (card, bytes) = CardFile.ReadCard(invocation.Required(_file));
        if (card.Party == own.Party)
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                "This is the home's own card.",
                "Nothing was changed.",
                "Give the counterpart's card."
            );
        }

        var others = home.Counterparts();
        var held = others.FirstOrDefault(other => other.Party == card.Party);
        if (
            held is not null
            && held.Serial >= card.Serial
            && !bytes.AsSpan().SequenceEqual(File.ReadAllBytes(home.CounterpartCardFile(card.Party)))
        )
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"The card of {card.Party} with serial {held.Serial} is already here; this one has {card.Serial}.",
                "Nothing was changed.",
                $"Ask {card.Party} for its newest card."
            );
        }

        CardFile.RequireNone(
            [.. CardCheck.Check(card, invocation.Surroundings.Time.Now()), .. CardCheck.Conflicts(card, [own, .. others])],
            "card"
        );
        CardFile.RequireConfirmation(bytes, invocation.Value(_confirm), card.Party.Value);
        OwnFile.CreateFolder(home.CounterpartsFolder);
        OwnFile.Write(home.CounterpartCardFile(card.Party), bytes);
        invocation.Say(
            $"Imported the card of {PartyText.Of(card.Party)}, serial {card.Serial}. A running gateway uses it from its next start."
        );
        invocation.Answer(
            new
            {
                party = card.Party.Value,
                serial = card.Serial,
                file = home.CounterpartCardFile(card.Party),
            },
            home.CounterpartCardFile(card.Party)
        );
        return Task.CompletedTask;
    }
}
