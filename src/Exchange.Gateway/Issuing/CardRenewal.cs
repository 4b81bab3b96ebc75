using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Issuing;

/// <summary>
/// Our card with a new revocation list. Without a fresh one the counterparts defer our messages, and our own broker refuses
/// every login. What was revoked stays so; the other keys and certificates stay, so that nothing under way is refused.
/// </summary>
internal static class CardRenewal
{
    /// <param name="home">Ours.</param>
    /// <param name="crlsFile">The new lists, where our authority is elsewhere; one is issued here if null.</param>
    /// <exception cref="UnsafeSettingException">The card does not hold with them, or there is none.</exception>
    public static void Renew(GatewayHome home, string? crlsFile) =>
        Change(home, (card, now) => card with { Crls = crlsFile is null ? Issue(home, card, [], now) : File.ReadAllText(crlsFile) });

    /// <param name="home">Ours.</param>
    /// <param name="chains">Certificates of our authority (PEM, leaf first).</param>
    public static void Revoke(GatewayHome home, IEnumerable<string> chains) =>
        Change(home, (card, now) => card with { Crls = Issue(home, card, chains, now) });

    /// <summary>Gives us a new client key, and revokes the former one's certificate for our own broker. To revoke theirs is the counterparts' part.</summary>
    public static void RenewClient(GatewayHome home)
    {
        var (former, certificate) = (File.ReadAllText(home.OwnClient), "");
        Change(home, (card, now) =>
        {
            (var request, certificate) = OwnAuthority.RenewClient(home, card, now);
            return card with { Client = request, Crls = Issue(home, card, [former], now) };
        });
        // After the card: if this is never reached, the same command given again still revokes the former certificate.
        OwnFile.Write(home.OwnClient, certificate);
    }

    private static string Issue(GatewayHome home, PartyCard card, IEnumerable<string> revoked, DateTimeOffset now)
    {
        using var authority = OwnAuthority.Open(home, card);
        try
        {
            return authority.RenewCrl(card.Crls, now, revoked.Where(chain => !card.HasRevoked(chain)).Select(chain => PemChain.Read(chain)[0]));
        }
        catch (CryptographicException)
        {
            throw new UnsafeSettingException($"{home.Card} has no revocation list, so that nobody knows what was revoked. Nothing was changed. Restore it from a backup.");
        }
    }

    // Of two commands at once one fails, and no revocation is lost.
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
            throw new UnsafeSettingException($"The card cannot be renewed with this list: {fault.Pointer}: {fault.Text} Nothing was changed. See whether the list is fresh and of this party's authority, and whether a certificate has ended.");
        if (IssuedGrant.Readable(home).FirstOrDefault(issued => card.HasRevoked(issued.Grant.Certificate) && !renewed.HasRevoked(issued.Grant.Certificate)) is { } forgotten)
            throw new UnsafeSettingException($"The list leaves out a certificate of {forgotten.Grant.For} that was revoked before. Nothing was changed. Have the authority make a list with all that it has revoked.");
    }
}
