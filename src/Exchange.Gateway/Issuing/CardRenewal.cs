using System.Text.Json;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Parties;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Issuing;

/// <summary>
/// Our card with a new revocation list, for without a fresh one the counterparts let our messages wait. Keys and certificates
/// stay, so that nothing that is under way is refused.
/// </summary>
internal static class CardRenewal
{
    /// <param name="home">Ours.</param>
    /// <param name="crlsFile">The new lists, where our authority is elsewhere; one is issued here if null.</param>
    /// <exception cref="UnsafeSettingException">The card does not hold with them, or there is none.</exception>
    public static void Renew(GatewayHome home, string? crlsFile)
    {
        var (card, now) = (CardFile.ReadOwn(home), TimeProvider.System.Now());
        var renewed = card with
        {
            Serial = card.Serial + 1,
            ValidFrom = now,
            Crls = crlsFile is null ? Issue(home, card, now) : File.ReadAllText(crlsFile),
        };
        if (CardCheck.Check(renewed, now) is [var fault, ..])
            throw new UnsafeSettingException($"The card cannot be renewed with this list: {fault.Pointer}: {fault.Text} Nothing was changed. See whether the list is fresh and of this party's authority, and whether a certificate has ended.");
        OwnFile.Write(home.Card, JsonSerializer.Serialize(renewed, ProtocolJson.Indented) + "\n");
    }

    // Lists are numbered in the order in which they are made (RFC 5280, section 5.2.3), and so are cards.
    private static string Issue(GatewayHome home, PartyCard card, DateTimeOffset now)
    {
        using var authority = OwnAuthority.Open(home, card);
        return authority.IssueCrl(card.Serial + 1, now);
    }
}
