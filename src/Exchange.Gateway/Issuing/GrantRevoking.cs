using System.Security.Cryptography.X509Certificates;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Issuing;

/// <summary>Revokes the certificates of a counterpart's client keys, when a key was stolen or replaced.</summary>
internal static class GrantRevoking
{
    /// <summary>Revokes certificates that were granted to a counterpart at any time.</summary>
    /// <param name="onlyFormer">Only those for former keys.</param>
    /// <param name="isConfirmed">If false, an exception states what would be revoked.</param>
    /// <returns>Serial numbers (hexadecimal) of the certificates that were valid until now.</returns>
    /// <exception cref="UnsafeSettingException">Not confirmed, nothing granted, or our authority is external.</exception>
    public static IReadOnlyList<string> Revoke(GatewayHome home, PartyName party, bool onlyFormer, bool isConfirmed)
    {
        var own = CardFile.ReadOwn(home);
        var granted = IssuedGrant.All(home).Where(issued => issued.Grant.For == party).ToList();
        if (granted.Count == 0)
            throw new UnsafeSettingException($"No mailbox was ever granted to {party}. Nothing was changed.");
        var chains = (onlyFormer ? FormerOf(home, party, granted) : granted)
            .Select(issued => issued.Grant.Certificate)
            .Distinct(StringComparer.Ordinal)
            .Where(chain => !own.HasRevoked(chain))
            .ToList();
        var serials = chains.ConvertAll(SerialOf);
        if (chains.Count > 0 && !isConfirmed)
        {
            throw new UnsafeSettingException(
                $"The certificates {string.Join(", ", serials)} of {party} would be revoked permanently, and their keys could not be granted again. Nothing was changed. Confirm with --yes."
            );
        }

        if (chains.Count > 0)
            Revoke(home, chains, serials);
        return serials;
    }

    /// <summary>Serial numbers of a counterpart's certificates that are still valid, but not for the key on its card.</summary>
    public static IReadOnlyList<string> GoodFormer(GatewayHome home, PartyCard own, PartyName party) =>
        [
            .. FormerOf(home, party, IssuedGrant.All(home))
                .Where(issued => !own.HasRevoked(issued.Grant.Certificate))
                .Select(issued => SerialOf(issued.Grant.Certificate)),
        ];

    private static void Revoke(GatewayHome home, List<string> chains, List<string> serials)
    {
        try
        {
            CardRenewal.Revoke(home, chains);
        }
        catch (KeyStoreException exception)
        {
            throw new UnsafeSettingException(
                $"{exception.Message} Nothing was changed. If it is external, have it revoke {string.Join(", ", serials)}, and import its new list with: exchange party renew --crls FILE.pem"
            );
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
