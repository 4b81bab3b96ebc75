using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Parties;

/// <summary>The file of a party card.</summary>
internal static class CardFile
{
    private static PartyCard Read(string path, string toDo)
    {
        if (!File.Exists(path))
            throw new UnsafeSettingException($"There is no {path}. {toDo}");
        var read = PartyCard.Read(File.ReadAllBytes(path));
        return read.Value
            ?? throw new UnsafeSettingException(
                $"{path} is not a valid party card: {read.Faults[0].Pointer}: {read.Faults[0].Text} Restore it from a backup, or "
                    + "take it anew."
            );
    }

    /// <summary>The card of a counterpart, as the officers have confirmed it.</summary>
    /// <exception cref="UnsafeSettingException">There is none, or it is not a card.</exception>
    public static PartyCard ReadCounterpart(GatewayHome home, PartyName party) =>
        Read(Path.Combine(home.Counterparts, $"{party}.party.json"), "Import it with: exchange party import FILE");

    /// <summary>Our own card.</summary>
    /// <exception cref="UnsafeSettingException">There is none, or it is not a card.</exception>
    public static PartyCard ReadOwn(GatewayHome home)
    {
        var card = Read(home.Card, "Create a home with: exchange party init");
        // Expiry is for the counterparts to judge; what cannot be read was damaged.
        return CardCheck.Check(card, card.ValidFrom).FirstOrDefault(fault => fault.Code == ReceiptCode.MembersOrTypes) is { } damaged
            ? throw new UnsafeSettingException($"{home.Card} is damaged: {damaged.Pointer}: {damaged.Text} Restore it from a backup.")
            : card;
    }
}
