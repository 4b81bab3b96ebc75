using Exchange.Gateway.Hosting;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Issuing;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Issuing;

/// <summary>The authority of a party that has its own in its home.</summary>
internal static class OwnAuthority
{
    /// <exception cref="KeyStoreException">Its key is elsewhere, or does not open.</exception>
    public static Authority Open(GatewayHome home, PartyCard own)
    {
        using var protection = Passphrase.Read(home);
        return Authority.Open(PemChain.Read(own.Authorities)[0], Path.Combine(home.Keys, KeyPurpose.Authority.FileName("1")), protection);
    }
}
