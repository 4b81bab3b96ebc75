using System.Security.Cryptography.X509Certificates;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Issuing;

/// <summary>Takes back what lets a counterpart deliver to our mailbox, when its client key is stolen or has been replaced.</summary>
internal static class GrantRevoking
{
    /// <summary>Revokes certificates that were ever granted to a counterpart; those that are revoked already stay so.</summary>
    /// <param name="home">Ours.</param>
    /// <param name="party">The counterpart.</param>
    /// <param name="onlyFormer">Only certificates for keys that its card does not have any more.</param>
    /// <param name="isConfirmed">False only says what would be revoked, in an exception.</param>
    /// <returns>Serial numbers (hexadecimal) of the certificates that were good until now.</returns>
    /// <exception cref="UnsafeSettingException">Not confirmed, nothing granted, or our authority is elsewhere.</exception>
    public static IReadOnlyList<string> Revoke(GatewayHome home, PartyName party, bool onlyFormer, bool isConfirmed)
    {
        var own = CardFile.ReadOwn(home);
        var granted = IssuedGrant.All(home).Where(issued => issued.Grant.For == party).ToList();
        if (granted.Count == 0)
            throw new UnsafeSettingException($"Nothing was ever granted to {party} here. Nothing was changed.");
        var chains = (onlyFormer ? FormerOf(home, party, granted) : granted)
            .Select(issued => issued.Grant.Certificate).Distinct(StringComparer.Ordinal).Where(chain => !own.HasRevoked(chain)).ToList();
        var serials = chains.ConvertAll(SerialOf);
        if (chains.Count > 0 && !isConfirmed)
            throw new UnsafeSettingException($"The certificates {string.Join(", ", serials)} of {party} would be revoked for good, and their keys never be granted again. Nothing was changed. Confirm with --yes.");
        if (chains.Count > 0)
            Revoke(home, chains, serials);
        return serials;
    }

    /// <summary>Certificates of a counterpart that are good still, but not for the key on its card.</summary>
    public static IReadOnlyList<string> GoodFormer(GatewayHome home, PartyCard own, PartyName party) =>
        [.. FormerOf(home, party, IssuedGrant.All(home)).Where(issued => !own.HasRevoked(issued.Grant.Certificate)).Select(issued => SerialOf(issued.Grant.Certificate))];

    private static void Revoke(GatewayHome home, List<string> chains, List<string> serials)
    {
        try
        {
            CardRenewal.Revoke(home, chains);
        }
        catch (KeyStoreException exception)
        {
            throw new UnsafeSettingException($"{exception.Message} Nothing was changed. If it is elsewhere, have it revoke {string.Join(", ", serials)}, and take its new list with: exchange party renew --crls FILE.pem");
        }
    }

    private static IEnumerable<IssuedGrant> FormerOf(GatewayHome home, PartyName party, IEnumerable<IssuedGrant> issued)
    {
        var key = ClientKey.Of(CardFile.ReadCounterpart(home, party));
        return issued.Where(one => one.Grant.For == party && !one.Key.AsSpan().SequenceEqual(key));
    }

    private static string SerialOf(string chain)
    {
        using var leaf = X509Certificate2.CreateFromPem(chain);
        return leaf.SerialNumber;
    }
}
