using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Issuing;

/// <summary>
/// Our card with a new revocation list. Without a fresh one the counterparts defer our messages, and our own broker refuses every login.
/// Earlier revocations are kept; the other keys and certificates do not change, so that no message in transit is refused.
/// </summary>
internal static class CardRenewal
{
    /// <param name="crlsFile">The new lists, if our authority is external; null to issue one here.</param>
    /// <exception cref="UnsafeSettingException">The card is not valid with them, or there is no card.</exception>
    public static void Renew(GatewayHome home, string? crlsFile) =>
        Change(home, (card, now) => card with { Crls = crlsFile is null ? Issue(home, card, [], now) : File.ReadAllText(crlsFile) });

    /// <param name="languages">Languages in which we take what we did not ask for; null for any.</param>
    public static void SetLanguages(GatewayHome home, IReadOnlyList<string>? languages) =>
        Change(home, (card, _) => card with { Languages = languages });

    /// <param name="chains">Certificates of our authority (PEM, leaf first).</param>
    public static void Revoke(GatewayHome home, IEnumerable<string> chains) =>
        Change(home, (card, now) => card with { Crls = Issue(home, card, chains, now) });

    /// <summary>
    /// Makes a new client key, and revokes the former certificate for our own broker. The counterparts revoke those that they have issued.
    /// </summary>
    public static void RenewClient(GatewayHome home)
    {
        var (former, certificate) = (File.ReadAllText(home.OwnClient), "");
        Change(home, (card, now) =>
        {
            (var request, certificate) = OwnAuthority.RenewClient(home, card, now);
            return card with { Client = request, Crls = Issue(home, card, [former], now) };
        });
        // After the card: if this is not reached, a repeated command still revokes the former certificate.
        OwnFile.Write(home.OwnClient, certificate);
    }

    private static string Issue(GatewayHome home, PartyCard card, IEnumerable<string> revoked, DateTimeOffset now)
    {
        using var authority = OwnAuthority.Open(home, card);
        try
        {
            return authority.RenewCrl(
                card.Crls,
                now,
                revoked.Where(chain => !card.HasRevoked(chain)).Select(chain => PemChain.Read(chain)[0])
            );
        }
        catch (CryptographicException)
        {
            throw new UnsafeSettingException(
                $"{home.Card} has no revocation list, so earlier revocations are unknown. Nothing was changed. Restore it from a backup."
            );
        }
    }

    // Of two commands at the same time one fails, so that no revocation is lost.
    private static void Change(GatewayHome home, Func<PartyCard, DateTimeOffset, PartyCard> change)
    {
        using var cardLock = HomeLock.TakeCard(home);
        var (card, now) = (CardFile.ReadOwn(home), TimeProvider.System.Now());
        var renewed = change(card, now) with { Serial = card.Serial + 1, ValidFrom = now };
        RefuseUnlessItHolds(home, card, renewed, now);
        OwnFile.Write(home.Card, JsonSerializer.Serialize(renewed, ProtocolJson.Indented) + "\n");
    }

    private static void RefuseUnlessItHolds(GatewayHome home, PartyCard card, PartyCard renewed, DateTimeOffset now)
    {
        if (CardCheck.Check(renewed, now) is [var fault, ..])
        {
            throw new UnsafeSettingException(
                $"The card cannot be renewed with this list: {fault.Pointer}: {fault.Text} Nothing was changed. Check that the "
                    + "list is fresh and of this party's authority, and that no certificate has expired."
            );
        }

        if (
            IssuedGrant
                .Readable(home)
                .FirstOrDefault(issued => card.HasRevoked(issued.Grant.Certificate) && !renewed.HasRevoked(issued.Grant.Certificate)) is
            { } forgotten
        )
        {
            throw new UnsafeSettingException(
                $"The list lacks a certificate of {forgotten.Grant.For} that was revoked before. Nothing was changed. Have the "
                    + "authority issue a list with all its revocations."
            );
        }
    }
}
