using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Protocol;

/// <summary>The form of cards and grants; whether their certificates hold is another matter.</summary>
internal sealed class PartyCardTests
{
    private static JsonObject Card =>
        JsonNode
            .Parse(
                """
                {
                  "party": "BGD", "serial": 3, "validFrom": "2026-11-23T16:00:00.000Z", "protocols": ["exchange/1"],
                  "authorities": "A\n", "crls": "B\n", "signing": "C\n", "encryption": "D\n", "kem": "E\n", "client": "F\n",
                  "log": { "origin": "bgd.exchange/audit", "verifiers": ["bgd.exchange/audit+1+x", "bgd.exchange/audit+2+y"] },
                  "witness": { "name": "bgd.exchange/witness", "verifiers": ["bgd.exchange/witness+3+z"] }
                }
                """
            )!
            .AsObject();

    private static JsonObject Grant =>
        JsonNode
            .Parse(
                """
                { "for": "BGD", "at": "MYS", "host": "10.0.0.7", "port": 5671, "tlsName": "mailbox.mys.example", "authorities": "A\n", "certificate": "B\n" }
                """
            )!
            .AsObject();

    [Test]
    public void A_card_is_read_and_written_again_with_the_same_meaning()
    {
        var card = ReadCard(Card).OrThrow();
        (card.Party.Value, card.Serial, card.Log.Verifiers.Count, card.Witness.Name).ShouldBe(("BGD", 3, 2, "bgd.exchange/witness"));
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(card, ProtocolJson.Options), Card).ShouldBeTrue();
    }

    [Test]
    public void A_card_may_state_the_languages_that_its_party_takes()
    {
        ReadCard(Card).OrThrow().Languages.ShouldBeNull();
        var stated = Card.With("/languages", """["eng", "ben"]""");
        var card = ReadCard(stated).OrThrow();
        card.Languages.ShouldBe(["eng", "ben"]);
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(card, ProtocolJson.Options), stated).ShouldBeTrue();
        ReadCard(Card.With("/languages", """["english"]""")).ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/languages/0");
    }

    [Test]
    public void A_grant_is_read_and_written_again_with_the_same_meaning()
    {
        var grant = ReadGrant(Grant).OrThrow();
        (grant.For.Value, grant.At.Value, grant.Host, grant.Port, grant.TlsName).ShouldBe(
            ("BGD", "MYS", "10.0.0.7", 5671, "mailbox.mys.example")
        );
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(grant, ProtocolJson.Options), Grant).ShouldBeTrue();
    }

    [Test]
    public void Every_member_must_be_there_and_no_other()
    {
        foreach (var (pointer, node) in Sample.Nodes(Card).Where(pair => pair.Node.Parent is JsonObject))
        {
            ReadCard(Card.Without(pointer)).ShouldBeRefused(ReceiptCode.MembersOrTypes, pointer);
            ReadCard(Card.With(pointer, "null")).ShouldBeRefused(ReceiptCode.MembersOrTypes, pointer);
            if (node is JsonObject)
                ReadCard(Card.With($"{pointer}/extra", "1")).ShouldBeRefused(ReceiptCode.MembersOrTypes, $"{pointer}/extra");
        }

        foreach (var (pointer, _) in Sample.Nodes(Grant))
            ReadGrant(Grant.Without(pointer)).ShouldBeRefused(ReceiptCode.MembersOrTypes, pointer);
        ReadCard(Card.With("/extra", "1")).ShouldBeRefused(ReceiptCode.MembersOrTypes, "/extra");
        ReadGrant(Grant.With("/extra", "1")).ShouldBeRefused(ReceiptCode.MembersOrTypes, "/extra");
    }

    [TestCase("/party", "\"bgd\"", ReceiptCode.MembersOrTypes)]
    [TestCase("/serial", "0", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/serial", "2147483648", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/serial", "1.5", ReceiptCode.MembersOrTypes)]
    [TestCase("/validFrom", "\"2026-11-23\"", ReceiptCode.MembersOrTypes)]
    [TestCase("/protocols", "[]", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/kem", "\"\"", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/log/verifiers", "[\"x\"]", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/log/verifiers", "[\"x\", \"y\", \"z\"]", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/log/origin", "\"a\\u202Eb\"", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/witness/verifiers", "[]", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/witness/verifiers", "[\"x\", \"y\"]", ReceiptCode.AgainstTheVocabulary)]
    public void A_card_with_a_wrong_value_is_refused(string pointer, string json, ReceiptCode code) =>
        ReadCard(Card.With(pointer, json)).ShouldBeRefused(code, pointer);

    [TestCase("/for", "\"\"", ReceiptCode.MembersOrTypes)]
    [TestCase("/port", "0", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/port", "65536", ReceiptCode.AgainstTheVocabulary)]
    [TestCase("/port", "\"5671\"", ReceiptCode.MembersOrTypes)]
    [TestCase("/host", "\" \"", ReceiptCode.AgainstTheVocabulary)]
    public void A_grant_with_a_wrong_value_is_refused(string pointer, string json, ReceiptCode code) =>
        ReadGrant(Grant.With(pointer, json)).ShouldBeRefused(code, pointer);

    [Test]
    public void A_file_over_its_limit_is_refused()
    {
        ShouldEndAt(256 * 1024, Card, PartyCard.Read);
        ShouldEndAt(64 * 1024, Grant, MailboxGrant.Read);

        static void ShouldEndAt<T>(int limit, JsonObject json, Func<ReadOnlyMemory<byte>, ReadResult<T>> read)
            where T : class
        {
            var text = json.ToJsonString();
            read(Encoding.UTF8.GetBytes(text.PadRight(limit))).ShouldBeTaken();
            read(Encoding.UTF8.GetBytes(text.PadRight(limit + 1))).ShouldBeRefused(ReceiptCode.NotStrictJson, "");
        }
    }

    [Test]
    public void Reading_tells_what_is_wrong_to_who_wants_the_value() =>
        Should.Throw<FormatException>(() => ReadCard(Card.Without("/kem")).OrThrow()).Message.ShouldBe("/kem: This member is missing.");

    private static ReadResult<PartyCard> ReadCard(JsonObject card) => PartyCard.Read(JsonSerializer.SerializeToUtf8Bytes(card));

    private static ReadResult<MailboxGrant> ReadGrant(JsonObject grant) => MailboxGrant.Read(JsonSerializer.SerializeToUtf8Bytes(grant));
}
