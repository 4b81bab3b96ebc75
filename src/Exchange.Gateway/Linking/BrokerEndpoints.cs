using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Gateway.Border;

namespace Exchange.Gateway.Linking;

/// <summary>The two mailboxes of each link: the counterpart's at our broker, and ours at the counterpart's broker.</summary>
internal sealed class BrokerEndpoints(OwnParty own, IKeyStore keys, GatewayHome home, GatewaySettings settings)
{
    public BrokerEndpoint OwnMailboxOf(Counterpart counterpart)
    {
        var chain = File.ReadAllText(home.OwnClient);
        return BrokerEndpoint.FromPem(
            settings.Mailbox.Host,
            settings.Mailbox.Port,
            settings.Mailbox.TlsName,
            $"border-{counterpart.Name}",
            own.Card.Authorities,
            chain,
            KeyOf(chain)
        );
    }

    /// <exception cref="UnsafeSettingException">The certificate for it is missing, damaged, or of a key that is not ours.</exception>
    public void RefuseWithoutOwnCertificate()
    {
        try
        {
            _ = KeyOf(File.ReadAllText(home.OwnClient));
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or KeyStoreException)
        {
            throw new UnsafeSettingException(
                $"{home.OwnClient}, the certificate for our own broker, cannot be used: {exception.Message} Restore it from the "
                    + "backup of the home."
            );
        }
    }

    public BrokerEndpoint MailboxAt(MailboxGrant grant) =>
        BrokerEndpoint.FromPem(
            grant.Host,
            grant.Port,
            grant.TlsName,
            $"border-{own.Name}",
            grant.Authorities,
            grant.Certificate,
            KeyOf(grant.Certificate)
        );

    private ECDsa KeyOf(string chain)
    {
        using var leaf = X509Certificate2.CreateFromPem(chain);
        return keys.Client(leaf.PublicKey.ExportSubjectPublicKeyInfo())
            ?? throw new KeyStoreException("The key of a broker's client certificate is not in the key store.");
    }
}
