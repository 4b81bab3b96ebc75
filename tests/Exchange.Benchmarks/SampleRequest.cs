using System.Text;

namespace Exchange.Benchmarks;

/// <summary>A request whose message has 4,096 bytes.</summary>
internal static class SampleRequest
{
    public static byte[] Json() =>
        Encoding.UTF8.GetBytes(
            $$"""
            {
              "counterpart": "MYS",
              "kind": "request",
              "handling": {
                "classification": "restricted", "handlingCodes": ["H0"], "purpose": "investigation",
                "legalBasis": { "text": "Bilateral agreement" }, "retainUntil": "2031-12-31", "containsVictimData": false, "containsMinorData": false, "language": "eng"
              },
              "body": {
                "urgency": "routine", "authority": "CID", "offence": { "iccs": "08051" },
                "facts": "{{new string('x', 2200)}}",
                "subjects": [], "necessity": { "needed": "None are named.", "proportionate": "None.", "heldThere": "None." },
                "questions": [{ "number": 1, "type": "other", "text": "Is anything known?" }]
              }
            }
            """
        );
}
