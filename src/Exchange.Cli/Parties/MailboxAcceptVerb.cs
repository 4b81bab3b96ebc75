using System.CommandLine;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Parties;

/// <summary><c>mailbox accept</c>: takes a counterpart's grant that two officers have confirmed.</summary>
internal sealed class MailboxAcceptVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The grant." };

    private readonly Option<string?> _confirm = new("--confirm")
    {
        Description = "The fingerprint that the counterpart's officer has read to you.",
        HelpName = "FINGERPRINT",
    };

    public MailboxAcceptVerb(Surroundings surroundings)
        : base(
            surroundings,
            "accept",
            "Take a counterpart's grant: from then on the gateway delivers to its mailbox.",
            "exchange mailbox accept BGD-at-MYS.grant.json --confirm '91AB…'")
    {
        Arguments.Add(_file);
        Options.Add(_confirm);
    }

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home;
        var own = home.Card();
        var (grant, bytes) = CardFile.ReadGrant(invocation.Required(_file));
        if (grant.For != own.Party)
        {
            var meant = grant.At == own.Party ? grant.For : grant.At;
            throw new CommandFailedException(
                ExitCode.Refused, $"This grant is for {grant.For}.", "Nothing was changed.",
                $"{(grant.At == own.Party ? $"Give it to {grant.For}; here use" : "Use")} {own.Party}-at-{meant}.grant.json, which {meant} makes.");
        }

        CardFile.RequireNone(GrantCheck.Check(grant, own), "grant");
        if (home.Counterparts().All(card => card.Party != grant.At))
            throw new CommandFailedException(ExitCode.Refused, $"No card of {grant.At} has been taken.", "Nothing was changed.", "Run first: exchange party import");
        CardFile.RequireConfirmation(bytes, invocation.Value(_confirm), grant.At.Value);
        var file = home.GrantFile(own.Party, grant.At);
        OwnFile.Write(file, bytes);
        invocation.Say($"Took the grant for the mailbox at {grant.At}. A gateway that runs takes it at its next start.");
        invocation.Answer(new { at = grant.At.Value, file }, file);
        return Task.CompletedTask;
    }
}
