using System.Text.Json;

namespace Exchange.Gateway.Auditing;

/// <summary>Which messages are withheld from a caller, by what the handling of the message says of it.</summary>
internal static class Withholding
{
    private static readonly (string Member, Clearance Needed)[] Marks =
    [
        ("containsVictimData", Clearance.VictimData),
        ("containsMinorData", Clearance.MinorData),
    ];

    /// <summary>The clearances that a caller would need to see a message, and lacks; none if nothing is withheld.</summary>
    /// <param name="caller">Who wants to see it.</param>
    /// <param name="message">The message as signed, which was verified when it was recorded.</param>
    public static IReadOnlyList<Clearance> Missing(Caller caller, ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var handling = document.RootElement.GetProperty("handling");
        return
        [
            .. Marks.Where(mark => handling.GetProperty(mark.Member).GetBoolean()).Select(mark => mark.Needed).Except(caller.Clearances),
        ];
    }

    /// <summary>The same of a draft, whose handling may be incomplete: what it does not deny counts as said.</summary>
    public static IReadOnlyList<Clearance> MissingOfDraft(Caller caller, JsonElement draft) =>
        draft.TryGetProperty("handling", out var handling) && handling.ValueKind == JsonValueKind.Object
            ?
            [
                .. Marks
                    .Where(mark => handling.TryGetProperty(mark.Member, out var said) && said.ValueKind != JsonValueKind.False)
                    .Select(mark => mark.Needed)
                    .Except(caller.Clearances),
            ]
            : [];
}
