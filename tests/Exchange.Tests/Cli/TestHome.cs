using System.Text.Json;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Issuing;

namespace Exchange.Tests.Cli;

/// <summary>A home as far as the command line reads it: settings and cards, whose keys are never looked at here.</summary>
internal sealed class TestHome : TemporaryFolder
{
    // The broker's configuration takes the lists out of the card.
    private static readonly string Crls = Lists();

    public static TestHome Of(string party, params string[] counterparts)
    {
        var home = new TestHome();
        home.Write("""{ "Mailbox": { "Host": "mailbox.bgd.example", "Port": 5671 } }""", "gateway.json");
        home.Write(Card(party), "party.json");
        foreach (var counterpart in counterparts)
            home.Write(Card(counterpart), "counterparts", $"{counterpart}.party.json");
        return home;
    }

    private static string Lists()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authority = Authority.Found(PartyName.Parse("BGD"), now);
        return JsonSerializer.Serialize(authority.IssueCrl(1, now));
    }

    private static string Card(string party) =>
        $$"""
            {
              "party": "{{party}}", "serial": 1, "validFrom": "2026-11-23T16:00:00.000Z", "protocols": ["exchange/1"],
              "authorities": "authorities of {{party}}\n", "crls": {{Crls}}, "signing": "-", "encryption": "-", "kem": "-", "client": "-",
              "log": { "origin": "{{party}}.exchange/audit", "verifiers": ["ed25519", "mldsa"] },
              "witness": { "name": "{{party}}.exchange/witness", "verifiers": ["mldsa"] }
            }
            """;
}
