using System.Text;
using System.Text.Json;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Parties;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Issuing;

/// <summary>Lets a counterpart deliver to our mailbox: certifies its client key by our own authority.</summary>
internal static class GrantIssuing
{
    /// <param name="home">Ours.</param>
    /// <param name="party">The counterpart.</param>
    /// <param name="file">Where to write the grant.</param>
    /// <param name="certificateFile">The certificate, where our authority is elsewhere; issued here if null.</param>
    /// <exception cref="UnsafeSettingException">There is no confirmed card of that party, or its request does not hold.</exception>
    public static async Task IssueAsync(GatewayHome home, PartyName party, string file, string? certificateFile)
    {
        var settings = SettingsReader.Read(home.Settings);
        var own = CardFile.ReadOwn(home);
        var card = CardFile.Read(Path.Combine(home.Counterparts, $"{party}.party.json"), "Take it with: exchange party import FILE");
        var now = TimeProvider.System.Now();
        if (CardCheck.Check(card, now) is [var fault, ..])
            throw new UnsafeSettingException($"The card of {party} does not hold: {fault.Pointer}: {fault.Text}");
        var grant = new MailboxGrant
        {
            For = card.Party,
            At = own.Party,
            Host = settings.Mailbox.Host,
            Port = settings.Mailbox.Port,
            TlsName = settings.Mailbox.TlsName,
            Authorities = own.Authorities,
            Certificate = certificateFile is null ? Certify(home, own, card, now) : await File.ReadAllTextAsync(certificateFile),
        };
        if (GrantCheck.Check(grant, card) is [var wrong, ..])
            throw new UnsafeSettingException($"The certificate cannot be granted to {party}: {wrong.Text}");
        var text = JsonSerializer.Serialize(grant, ProtocolJson.Indented) + "\n";
        // The log is told at the next start: it may be in use now by a gateway that runs.
        OwnFile.CreateFolder(home.Issued);
        OwnFile.Write(Path.Combine(home.Issued, $"{Digest.Of(Encoding.UTF8.GetBytes(text)).ToString()[7..]}.grant.json"), text);
        OwnFile.Write(file, text);
    }

    private static string Certify(GatewayHome home, PartyCard own, PartyCard card, DateTimeOffset now)
    {
        using var authority = OwnAuthority.Open(home, own);
        return PemChain.Write(authority.IssueClient(card.Party, ClientKey.Of(card), now));
    }
}
