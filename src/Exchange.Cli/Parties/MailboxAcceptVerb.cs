using System.CommandLine;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Parties;

/// <summary><c>mailbox accept</c>: accepts a counterpart's grant that two officers have confirmed.</summary>
internal sealed class MailboxAcceptVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The grant." };

    private readonly Option<string?> _confirm = new("--confirm")
    {
        Description = "Fingerprint that the counterpart's officer has read to you.",
        HelpName = "FINGERPRINT",
    };

    public MailboxAcceptVerb(Surroundings surroundings)
        : base(
            surroundings,
            "accept",
            "Accept a counterpart's grant: from its next start the gateway delivers to that mailbox.",
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
            throw new CommandFailedException(ExitCode.Refused, $"The card of {grant.At} has not been imported.", "Nothing was changed.", "Run first: exchange party import");
        CardFile.RequireConfirmation(bytes, invocation.Value(_confirm), grant.At.Value);
        var file = home.GrantFile(own.Party, grant.At);
        OwnFile.Write(file, bytes);
        invocation.Say($"Accepted the grant for the mailbox at {grant.At}. A running gateway uses it from its next start.");
        invocation.Answer(new { at = grant.At.Value, file }, file);
        return Task.CompletedTask;
    }
}
