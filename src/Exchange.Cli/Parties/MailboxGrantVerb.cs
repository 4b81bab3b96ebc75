using System.CommandLine;
using Exchange.Cli.Gateway;

namespace Exchange.Cli.Parties;

/// <summary><c>mailbox grant</c>: lets a counterpart deliver. The gateway's program does it, for it alone loads keys.</summary>
internal sealed class MailboxGrantVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart, whose card has been taken." };

    private readonly Option<string> _out = new("--out") { Description = "Where to write the grant.", HelpName = "FILE", Required = true };

    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "The counterpart's client certificate with its chain, where the party's own authority elsewhere has issued it.",
        HelpName = "FILE",
    };

    public MailboxGrantVerb(Surroundings surroundings)
        : base(
            surroundings,
            "grant",
            "Certify a counterpart's client key by the home's own authority, so that it can deliver to our mailbox. Give it the file; nothing in it is secret.",
            "exchange mailbox grant MYS --out MYS-at-BGD.grant.json")
    {
        Arguments.Add(_party);
        Options.Add(_out);
        Options.Add(_certificate);
    }

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var program = GatewayProgram.Find();
        string[] certificate = invocation.Value(_certificate) is { } file ? ["--certificate", Path.GetFullPath(file)] : [];
        ProcessReplacement.Become(program.FileName, program.Arguments(
            ["mailbox", "grant", invocation.Required(_party), "--out", Path.GetFullPath(invocation.Required(_out)), .. certificate, "--home", invocation.Home.Folder]));
        return Task.CompletedTask;
    }
}
