using System.Net;
using System.Text.RegularExpressions;
using Exchange.Sealing.Certificates;

namespace Exchange.Cli.Parties;

internal sealed class MailboxGrantVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "A counterpart whose card has been imported." };
    private readonly Option<string> _out = new("--out")
    {
        Description = "File to write the grant to; an existing one is replaced.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "Client certificate of the counterpart with its chain (PEM), if an external authority has issued it.",
        HelpName = "FILE",
    };

    public MailboxGrantVerb()
        : base(
            "grant",
            "Certify a counterpart's client key, so that it can deliver to our mailbox. The file is not secret: give it to the "
                + "counterpart.",
            "exchange mailbox grant MYS --out MYS-at-BGD.grant.json",
            "exchange mailbox grant MYS --out MYS-at-BGD.grant.json --certificate MYS-client.pem"
        ) => Take(_party, _out, _certificate);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var party = PartyArgument.Parse(invocation.Required(_party));
        var home = invocation.Home.Existing();
        var file = InputFile.RequireFolder(invocation.Required(_out));
        string[] certificate = invocation.Value(_certificate) is { } issued
            ? ["--certificate", Path.GetFullPath(InputFile.Require(issued, "client certificate (PEM)"))]
            : [];
        var former = JsonSerializer.Deserialize<string[]>(
            await GatewayProgram.Find().RunAsync(["mailbox", "grant", party.Value, "--out", file, .. certificate, "--home", home.Folder]),
            ProtocolJson.Options
        )!;
        var fingerprint = Fingerprint.Of(await File.ReadAllBytesAsync(file, cancellation));
        invocation.Say($"Created the grant. Give it to {party}, and read its fingerprint to an officer there.");
        if (former.Length > 0)
        {
            invocation.Say(
                $"Certificates for former keys of {party} are still valid: {string.Join(", ", former)}. When it delivers with this grant, revoke them: exchange party revoke {party} --former --yes"
            );
        }

        invocation.Answer(
            new
            {
                party = party.Value,
                file,
                fingerprint,
                former,
            },
            [file, fingerprint]
        );
    }
}

internal sealed class MailboxAcceptVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The grant." };
    private readonly Option<string?> _confirm = new("--confirm")
    {
        Description = "Fingerprint that the counterpart's officer has read to you.",
        HelpName = "FINGERPRINT",
    };

    public MailboxAcceptVerb()
        : base(
            "accept",
            "Accept a counterpart's grant: from its next start the gateway delivers to that mailbox.",
            "exchange mailbox accept BGD-at-MYS.grant.json --confirm '91AB…'"
        ) => Take(_file, _confirm);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home;
        var own = home.Card();
        var (grant, bytes) = CardFile.ReadGrant(invocation.Required(_file));
        if (grant.For != own.Party)
        {
            var meant = grant.At == own.Party ? grant.For : grant.At;
            throw new CommandFailedException(
                ExitCode.Refused,
                $"This grant is for {grant.For}.",
                "Nothing was changed.",
                $"{(grant.At == own.Party ? $"Give it to {grant.For}; here use" : "Use")} {own.Party}-at-{meant}.grant.json, which {meant} makes."
            );
        }

        CardFile.RequireNone(GrantCheck.Check(grant, own), "grant");
        if (home.Counterparts().All(card => card.Party != grant.At))
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"The card of {grant.At} has not been imported.",
                "Nothing was changed.",
                "Run first: exchange party import"
            );
        }

        CardFile.RequireConfirmation(bytes, invocation.Value(_confirm), grant.At.Value);
        var file = home.GrantFile(own.Party, grant.At);
        OwnFile.Write(file, bytes);
        invocation.Say($"Accepted the grant for the mailbox at {grant.At}. A running gateway uses it from its next start.");
        invocation.Answer(new { at = grant.At.Value, file }, file);
        return Task.CompletedTask;
    }
}

/// <summary>Address at which counterparts reach a party's mailbox broker.</summary>
internal sealed partial record MailboxAddress(string Host, int Port, string TlsName)
{
    /// <exception cref="CommandFailedException">Not HOST:PORT, or a name that no certificate can have.</exception>
    public static MailboxAddress Parse(string text, string? tlsName)
    {
        var colon = text.LastIndexOf(':');
        if (
            colon <= 0
            || !IsHost(text[..colon])
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is 0 or > 65535
        )
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"'{text}' is not a mailbox's address.",
                "Nothing was created.",
                "Give HOST:PORT, such as mailbox.police.example:5671, and no scheme, blank or final dot."
            );
        }

        if (tlsName is not null && !IsHost(tlsName))
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"'{tlsName}' is not a name that a certificate can have.",
                "Nothing was created.",
                "Give a host name or an address, such as mailbox.police.example."
            );
        }

        return new(text[..colon], port, tlsName ?? text[..colon]);
    }

    // What looks like an address must be one as it is usually written: "127.1" would be read as 127.0.0.1.
    private static bool IsHost(string text) =>
        IPAddress.TryParse(text, out var address)
            ? text.Contains(':', StringComparison.Ordinal) || address.ToString() == text
            : text.Length <= 253 && HostName().IsMatch(text);

    // RFC 1123, section 2.1: labels of letters, digits and hyphens, the last one not all digits.
    [GeneratedRegex(@"\A([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*(?![0-9]+\z)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex HostName();
}

/// <summary>A party's name from the command line.</summary>
internal static class PartyArgument
{
    /// <exception cref="CommandFailedException">It is malformed.</exception>
    public static PartyName Parse(string text) =>
        PartyName.TryParse(text, out var party)
            ? party
            : throw new CommandFailedException(
                // Not repeated: what was typed may be content.
                ExitCode.Usage,
                "The party's name is malformed.",
                "Nothing was changed.",
                $"Give a country's three-letter code, with a unit if it has several: BGD for {CountryNames.Find("BGD")}, BGD-CID."
            );
}
