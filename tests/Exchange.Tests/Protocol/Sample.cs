using System.Text;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Protocol;

/// <summary>Valid messages with every member that they may have, and what it takes to spoil them.</summary>
internal static partial class Sample
{
    private const string Header = """
        "protocol": "exchange/1",
        "messageId": "019ab0e7-9b00-7abc-8def-0123456789ab",
        "sender": "BGD",
        "recipient": "MYS",
        "salt": "AAECAwQFBgcICQoLDA0ODw==",
        "issuedAt": "2026-11-23T16:00:00.000Z",
        "expiresAt": "2026-12-23T16:00:00.000Z"
        """;

    private const string Case =
        Header
        + """
            ,
            "exchangeId": "019ab0e7-9b00-7abc-8def-0123456789ac",
            "reference": "BGD-MYS-2026-000042",
            "sequence": 2,
            "inReplyTo": {
              "messageId": "019ab0e7-9b00-7abc-8def-0123456789ac",
              "signed": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            },
            "handling": {
              "classification": "restricted",
              "handlingCodes": ["H2", "H3"],
              "handlingText": "Show nobody outside the unit.",
              "purpose": "investigation",
              "legalBasis": { "text": "UN Convention against Transnational Organized Crime", "article": "18" },
              "retainUntil": "2027-11-23",
              "containsVictimData": true,
              "containsMinorData": false,
              "language": "eng"
            }
            """;

    private const string FirstEntities = """
          {
            "type": "person", "id": "p1", "handlingCodes": ["H1"], "roles": ["recruiter"], "sex": "female", "gender": "feminine",
            "names": [
              { "asWritten": "Anna Maria Eriksson", "form": "document", "family": "Eriksson", "given": "Anna Maria" },
              { "asWritten": "আনা এরিকসন", "form": "native-script", "script": "Beng" }
            ],
            "fatherName": "Erik Eriksson", "motherName": "Maria Eriksson",
            "birthDate": { "date": "1974-08-12", "precision": "day", "asWritten": "২৮ শ্রাবণ ১৩৮১" },
            "birthPlace": { "name": "Zenith" }, "places": [{ "type": "work", "place": { "name": "Head office" } }], "citizenships": ["BGD"],
            "identifiers": [{ "type": "nid", "value": "1974226184", "issuer": "BGD" }],
            "relationships": [{ "relation": "sibling", "to": { "name": "The Contractor" }, "text": "Sister of the other" }],
            "description": "Scar on the left hand"
          },
          {
            "type": "travel-document", "id": "d1", "documentType": "P", "issuingState": "BGD", "number": "L898902C3", "holder": "p1",
            "issuedOn": "2007-04-16", "expiresOn": "2012-04-15",
            "mrz": ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
            "authority": "Department of Immigration", "fraud": "used-by-another"
          },
          {
            "type": "vessel", "id": "v1", "name": "Sea Star", "formerNames": ["Night Star"], "imo": "9074729", "mmsi": "533000123", "callSign": "9MAB2",
            "flag": "MYS", "unseaworthy": true, "personsAboard": 120, "description": "Blue hull"
          },
          {
            "type": "route-segment", "id": "r1", "order": 1, "mode": "sea",
            "from": {
              "name": "Chittagong", "role": "embarkation", "address": "Jetty 4", "country": "BGD", "region": "BD-B", "locode": "BDCGP",
              "latitude": 22.3, "longitude": 91.8
            },
            "to": { "name": "Langkawi", "role": "disembarkation" },
            "notBefore": "2026-10-01T00:00:00.000Z", "notAfter": "2026-10-20T00:00:00.000Z",
            "carrier": { "entity": "v1" }, "ticket": "T-17", "basis": "observed", "sourceGrade": "B", "informationGrade": "2"
          }
        """;

    private const string MoreEntities = """
          ,
          {
            "type": "person", "id": "p2", "birthDate": { "date": "1970-01-01", "precision": "estimated", "estimatedOn": "2026-10-01" },
            "identifiers": [{ "type": "other", "value": "U-1974", "otherType": "Union certificate" }]
          },
          {
            "type": "permit", "id": "w1", "permitType": "work-permit", "issuingState": "MYS", "number": "WP-00017", "holder": "p1", "document": "d1",
            "sponsor": { "entity": "o1" }, "work": "Construction worker", "workers": 30, "issuedOn": "2025-04-16", "expiresOn": "2027-04-15",
            "authority": "Immigration office", "fraud": "improperly-obtained"
          },
          {
            "type": "organisation", "id": "o1", "organisationType": "recruiting-agency", "name": "Specimen Overseas Ltd.", "otherNames": ["Specimen Travels"],
            "registrationNumber": "C-00017", "licenceNumber": "RL-00017", "country": "BGD", "industry": "7810",
            "addresses": [{ "name": "Head office", "role": "recruitment" }], "description": "Two rooms above a shop"
          },
          {
            "type": "employment", "id": "e1", "worker": "p1",
            "promised": {
              "work": "Electrician", "employer": { "entity": "o1" }, "industry": "F", "place": { "name": "Capital city" },
              "wage": { "amount": "1800.00", "currency": "MYR" }, "per": "month", "hoursPerDay": 8, "daysPerWeek": 6,
              "from": "2026-01-01", "until": "2027-12-31"
            },
            "actual": { "work": "Digging" }
          },
          {
            "type": "communication", "id": "c1", "communicationType": "telephone", "value": "01712 345678", "e164": "+8801712345678",
            "service": "Operator Ltd.", "user": { "entity": "p1" }, "firstSeen": "2026-09-01", "lastSeen": "2026-10-01"
          },
          {
            "type": "payment", "id": "m1", "paymentType": "migration-fee", "sum": { "amount": "0.25000000", "asset": "BTC token" }, "method": "crypto",
            "account": { "country": "BGD", "institution": "Exchange Ltd.", "branch": "Main branch", "number": "bc1q-00000017" },
            "payer": { "entity": "t1" }, "beneficiary": { "entity": "p1" }, "date": "2026-09-02"
          },
          {
            "type": "vehicle", "id": "k1", "vehicleType": "lorry", "plate": "ঢাকা মেট্রো-ট ১১-২২৩৩", "plateState": "BGD", "vin": "JHMCM56557C404453",
            "make": "Specimen 407", "colour": "dark blue", "description": "Closed lorry"
          },
          {
            "type": "flight", "id": "f1", "carrier": "Specimen Air", "number": "BG086", "date": "2026-10-02",
            "from": { "name": "Airport of Dhaka" }, "to": { "name": "Airport of Kuala Lumpur" }, "booking": "ABC123XYZ"
          },
          {
            "type": "event", "id": "x1", "eventType": "recruitment", "notBefore": "2026-09-01T00:00:00.000Z", "notAfter": "2026-09-03T00:00:00.000Z",
            "place": { "name": "Tea stall" }, "participants": [{ "entity": "p1", "role": "sub-agent" }], "description": "The fee was lent here"
          },
          {
            "type": "modus-operandi", "id": "u1", "children": false, "acts": ["recruitment"], "means": ["deception"],
            "exploitationTypes": ["SexualExploitation"], "sexualExploitationTypes": ["Prostitution"],
            "recruitmentMethods": ["ThroughFriendsOrSocialEvents"], "controlMethods": ["WithholdsDocuments"],
            "indicators": [{ "list": "adult-labour", "code": "destination-debt-bondage", "strength": "strong" }], "description": "A debt binds them"
          },
          {
            "type": "victim", "id": "t1", "pseudonym": "Witness seven", "person": "p1", "status": "actual", "decidedBy": "court-or-prosecution",
            "ageWhenTrafficked": 40, "minor": false, "ageBasis": "documented", "needs": ["interpreter"], "language": "ctg", "consentToShare": true,
            "safeContact": "Through the shelter alone", "locationWithheld": true, "referredTo": "Shelter of the NGO"
          }
        """;

    private const string Entities = "[" + FirstEntities + "]";

    private const string Links = """
        "links": [{ "from": "p1", "relation": "owns", "to": "v1" }]
        """;

    private const string RequestText =
        "{"
        + Case
        + """
            ,
            "kind": "request",
            "body": {
              "urgency": "urgent", "urgencyReason": "loses-its-value", "authority": "CID", "dueAt": "2026-11-25T16:00:00.000Z",
              "offence": { "iccs": "08051", "section": "PSHTA 2012, section 20" }, "facts": "A vessel waits off the coast.", 
              "necessity": { "needed": "They organise the crossing.", "proportionate": "Nothing less would do.", "heldThere": "It registers vessels." },
              "questions": [
                { "number": 1, "type": "vessel", "text": "Who owns it?", "about": "v1" },
                { "number": 2, "type": "identity", "text": "Who is she?" }
              ],
              "subjects": 
            """
        + Entities
        + ","
        + Links
        + "} }";

    private const string ResponseText =
        "{"
        + Case
        + """
            ,
            "kind": "response",
            "body": {
              "extent": "final",
              "answers": [
                { "question": 1, "outcome": "hit", "items": [
                  { "text": "Seen on 3 October.", "entity": "v1", "sourceGrade": "A", "informationGrade": "1", "handlingCodes": ["H1"], "dateOfInformation": "2026-10-03" }
                ] },
                { "question": 2, "outcome": "no-hit", "items": [] }
              ],
              "entities": [
            """
        + FirstEntities
        + MoreEntities
        + "],"
        + Links
        + "} }";

    private const string AcknowledgementText =
        "{"
        + Case
        + """
            ,
            "kind": "acknowledgement",
            "body": { "unit": "D3", "caseOfficer": "duty officer", "access": "indirect", "dueAt": "2026-11-26T16:00:00.000Z", "automatic": false } }
            """;

    private const string Hash = "\"AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=\"";

    private const string ReceiptText =
        "{"
        + Header
        + """
            ,
            "kind": "receipt",
            "body": {
              "items": [{
                "messageId": "019ab0e7-9b00-7abc-8def-0123456789ac",
                "signed": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "code": 100, "index": 7, "leaf": "{}", "proof": [
            """
        + Hash
        + """
            ] }],
              "checkpoint": "mys.exchange/audit\n8\n", "consistency": { "from": 4, "proof": [
            """
        + Hash
        + "] } } }";

    private const string PongText =
        "{"
        + Header
        + """
            ,
            "kind": "pong",
            "inReplyTo": {
              "messageId": "019ab0e7-9b00-7abc-8def-0123456789ac",
              "signed": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            },
            "body": { "cardSerial": 3, "now": "2026-11-23T16:00:00.000Z", "held": "bgd.exchange/audit\n8\n" } }
            """;

    public static JsonObject Request => Parse(RequestText);

    public static JsonObject Response => Parse(ResponseText);

    public static JsonObject Acknowledgement => Parse(AcknowledgementText);

    public static JsonObject Receipt => Parse(ReceiptText);

    public static JsonObject Pong => Parse(PongText);

    public static IEnumerable<JsonObject> All => [Request, Response, Acknowledgement, .. Others.Keys.Select(Of), Receipt, Pong];

    /// <summary>The JSON with the spaces that the protocol wants.</summary>
    public static byte[] Pad(ReadOnlySpan<byte> json)
    {
        var padded = new byte[(json.Length + 4095) / 4096 * 4096];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded);
        return padded;
    }

    public static byte[] Pad(string json) => Pad(Encoding.UTF8.GetBytes(json));

    public static ReadResult<Message> Read(this JsonObject message) => MessageParser.Read(Pad(message.ToJsonString()));

    /// <summary>Sets the member or item at a JSON pointer to a JSON text; <c>-</c> appends.</summary>
    public static JsonObject With(this JsonObject root, string pointer, string json)
    {
        var (parent, last) = ParentOf(root, pointer);
        if (parent is JsonArray array && last == "-")
            array.Add(JsonNode.Parse(json));
        else if (parent is JsonArray items)
            items[Index(last)] = JsonNode.Parse(json);
        else
            parent[last] = JsonNode.Parse(json);
        return root;
    }

    public static JsonObject Without(this JsonObject root, string pointer)
    {
        var (parent, last) = ParentOf(root, pointer);
        if (parent is JsonArray items)
            items.RemoveAt(Index(last));
        else
            parent.AsObject().Remove(last);
        return root;
    }

    /// <summary>Pointers to every node below the root, in the document's order.</summary>
    public static IEnumerable<(string Pointer, JsonNode Node)> Nodes(JsonNode node, string pointer = "")
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => ($"{pointer}/{member.Key}", member.Value!)),
            JsonArray items => items.Select((item, index) => ($"{pointer}/{index}", item!)),
            _ => [],
        };
        return children.SelectMany(child => Nodes(child.Item2, child.Item1).Prepend(child));
    }

    /// <summary>The first fault gives the code of the refusal.</summary>
    public static void ShouldBeRefused<T>(this ReadResult<T> result, ReceiptCode code, string pointer, string? reason = null)
        where T : class
    {
        result.IsValid.ShouldBeFalse(reason ?? pointer);
        (result.Faults[0].Code, result.Faults[0].Pointer).ShouldBe((code, pointer), reason);
    }

    public static void ShouldBeTaken<T>(this ReadResult<T> result)
        where T : class => result.Faults.ShouldBeEmpty();

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static (JsonNode Parent, string Last) ParentOf(JsonNode root, string pointer)
    {
        var names = pointer.Split('/')[1..];
        return (names[..^1].Aggregate(root, (node, name) => node is JsonArray items ? items[Index(name)]! : node[name]!), names[^1]);
    }

    private static int Index(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
