using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Issuing;

/// <summary>Permits a counterpart to deliver to our mailbox: certifies its client key.</summary>
internal static class GrantIssuing
{
    /// <param name="file">Where to write the grant.</param>
    /// <param name="certificateFile">The certificate, if our authority is external; null to issue it here.</param>
    /// <returns>Serial numbers of certificates for former keys of the counterpart that are still valid.</returns>
    /// <exception cref="UnsafeSettingException">There is no confirmed card of that party, its request is not valid, or its key was
    /// revoked.</exception>
    public static async Task<IReadOnlyList<string>> IssueAsync(GatewayHome home, PartyName party, string file, string? certificateFile)
    {
        var settings = SettingsReader.Read(home.Settings);
        var own = CardFile.ReadOwn(home);
        var card = CardFile.ReadCounterpart(home, party);
        var now = TimeProvider.System.Now();
        if (CardCheck.Check(card, now) is [var fault, ..])
            throw new UnsafeSettingException($"The card of {party} is not valid: {fault.Pointer}: {fault.Text}");
        if (
            IssuedGrant
                .All(home)
                .Any(issued => issued.Key.AsSpan().SequenceEqual(ClientKey.Of(card)) && own.HasRevoked(issued.Grant.Certificate))
        )
        {
            throw new UnsafeSettingException(
                $"The client key on the card of {party} was revoked. No grant was made. Have {party} make a new key (exchange "
                    + "party renew --client), import its new card, and grant again."
            );
        }

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
        // The ledger records it at the next start, because a running gateway may be using it now.
        OwnFile.Write(file, IssuedGrant.Keep(home, grant));
        return GrantRevoking.GoodFormer(home, own, party);
    }

    private static string Certify(GatewayHome home, PartyCard own, PartyCard card, DateTimeOffset now)
    {
        using var authority = OwnAuthority.Open(home, own);
        return PemChain.Write(authority.IssueClient(card.Party, ClientKey.Of(card), now));
    }
}
