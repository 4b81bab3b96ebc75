using System.CommandLine;
using System.Text.Json;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Parties;

/// <summary><c>mailbox grant</c>: lets a counterpart deliver. The gateway's program does the work, because it alone loads keys.</summary>
internal sealed class MailboxGrantVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "A counterpart whose card has been imported." };

    private readonly Option<string> _out = new("--out") { Description = "File to write the grant to; an existing one is replaced.", HelpName = "FILE", Required = true };

    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "Client certificate of the counterpart with its chain (PEM), if an external authority has issued it.",
        HelpName = "FILE",
    };

    public MailboxGrantVerb(Surroundings surroundings)
        : base(
            surroundings,
            "grant",
            "Certify a counterpart's client key, so that it can deliver to our mailbox. The file is not secret: give it to the counterpart.",
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
        invocation.Say($"Created the grant. Give it to {party}, and read its fingerprint to an officer there.");
        if (former.Length > 0)
            invocation.Say($"Certificates for former keys of {party} are still valid: {string.Join(", ", former)}. When it delivers with this grant, revoke them: exchange party revoke {party} --former --yes");
        invocation.Answer(new { party = party.Value, file, fingerprint, former }, [file, fingerprint]);
    }
}
