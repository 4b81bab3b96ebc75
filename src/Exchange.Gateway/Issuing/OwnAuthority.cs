using Exchange.Sealing.Certificates;
using Exchange.Sealing.Issuing;

namespace Exchange.Gateway.Issuing;

/// <summary>The authority of a party that has its own in its home.</summary>
internal static class OwnAuthority
{
    /// <exception cref="KeyStoreException">Its key is not here, or cannot be decrypted.</exception>
    public static Authority Open(GatewayHome home, PartyCard own)
    {
        using var protection = Passphrase.Read(home);
        return Open(home, own, protection);
    }

    /// <summary>
    /// Makes a new client key and keeps the former ones; returns its request for our card, and its certificate for our own broker.
    /// </summary>
    /// <exception cref="KeyStoreException">As for <see cref="Open(GatewayHome, PartyCard)"/>; no key is made then.</exception>
    public static (string Request, string Certificate) RenewClient(GatewayHome home, PartyCard own, DateTimeOffset now)
    {
        using var protection = Passphrase.Read(home);
        using var authority = Open(home, own, protection);
        var request = new PartyFounding(own.Party, home.Keys, protection, now).RenewClient();
        return (request, PemChain.Write(authority.IssueClient(own.Party, ClientKey.Of(own with { Client = request }), now)));
    }

    private static Authority Open(GatewayHome home, PartyCard own, KeyProtection protection) =>
        Authority.Open(PemChain.Read(own.Authorities)[0], Path.Combine(home.Keys, KeyPurpose.Authority.FileName("1")), protection);
}
