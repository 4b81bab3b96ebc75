using System.CommandLine;
using System.Text.Json;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

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
            "exchange mailbox grant MYS --out MYS-at-BGD.grant.json",
            "exchange mailbox grant MYS --out MYS-at-BGD.grant.json --certificate MYS-client.pem")
    {
        Arguments.Add(_party);
        Options.Add(_out);
        Options.Add(_certificate);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var party = PartyArgument.Parse(invocation.Required(_party));
        var home = invocation.Home.Existing();
        var file = InputFile.RequireFolder(invocation.Required(_out));
        string[] certificate = invocation.Value(_certificate) is { } issued ? ["--certificate", Path.GetFullPath(InputFile.Require(issued, "client certificate (PEM)"))] : [];
        var former = JsonSerializer.Deserialize<string[]>(
            await GatewayProgram.Find().RunAsync(["mailbox", "grant", party.Value, "--out", file, .. certificate, "--home", home.Folder]), ProtocolJson.Options)!;
        var fingerprint = Fingerprint.Of(await File.ReadAllBytesAsync(file, cancellation));
        invocation.Say($"Made the grant. Give it to {party}, and read its fingerprint to its officer.");
        if (former.Length > 0)
            invocation.Say($"Certificates for former keys of {party} are still good: {string.Join(", ", former)}. Once it delivers with this grant, revoke them: exchange party revoke {party} --former --yes");
        invocation.Answer(new { party = party.Value, file, fingerprint, former }, [file, fingerprint]);
    }
}
