using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>Whatever lands in a log or an exception by its text form shows nothing of what officers wrote.</summary>
internal sealed class ContentPrintingTests
{
    [TestCaseSource(nameof(CaseMessages))]
    public void No_part_of_a_message_prints_content(JsonObject json)
    {
        var secrets = SecretsOf(json);
        var message = json.Read().OrThrow();
        var submission = new Submission(message.Header.Recipient, message.Header.Handling!, message.Body, null);

        foreach (var part in PartsOf(message).Concat(PartsOf(submission)).Append(ViewOf(message)))
            secrets.Where(secret => part.ToString()!.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty(part.GetType().Name);
    }

    [Test]
    public void No_type_of_the_vocabulary_prints_its_members()
    {
        PrintsItsMembers(typeof(SubmittedView)).ShouldBeTrue("a record prints its members by default");
        typeof(RequestBody)
            .Assembly.GetTypes()
            .Where(type =>
                type.Namespace?.StartsWith(typeof(RequestBody).Namespace!, StringComparison.Ordinal) == true
                || type.IsSubclassOf(typeof(MessageBody))
            )
            .Where(PrintsItsMembers)
            .ShouldBeEmpty();
    }

    [Test]
    public void A_fault_shows_an_unknown_name_in_short_and_without_control_characters()
    {
        var name = "\u001B[2J\u202E" + new string('x', 10_000);
        var fault = MailboxGrant.Read(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, int> { [name] = 1 })).Faults[^1];
        fault.Code.ShouldBe(ReceiptCode.MembersOrTypes);
        fault.Pointer.Length.ShouldBeLessThan(100);
        fault.Pointer.ShouldAllBe(character => !char.IsControl(character) && character != '\u202E');
    }

    private static JsonObject[] CaseMessages() => [.. Sample.All.Where(message => message.ContainsKey("exchangeId"))];

    private static bool PrintsItsMembers(Type type) =>
        type.IsClass
        && type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])!.IsDefined(typeof(CompilerGeneratedAttribute));

    // Short codes would be found in any text; years stand for dates in whatever form.
    private static List<string> SecretsOf(JsonObject json) =>
        [
            "1974",
            "2027",
            "2012",
            "9MAB2",
            "True",
            .. Sample
                .Nodes(json["body"]!)
                .Concat(Sample.Nodes(json["handling"]!))
                .Where(pair => pair.Node.GetValueKind() == JsonValueKind.String)
                .Select(pair => pair.Node.GetValue<string>())
                .Where(text => text.Length > 7 || text.Contains(' ', StringComparison.Ordinal)),
        ];

    private static IEnumerable<object> PartsOf(object part)
    {
        if (part is not string and IEnumerable items)
            return items.Cast<object>().SelectMany(PartsOf);
        if (part.GetType().Assembly != typeof(Message).Assembly || part is Digest or PartyName || part.GetType().IsEnum)
            return [];
        var members = part.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => property.GetValue(part))
            .OfType<object>();
        return members.SelectMany(PartsOf).Prepend(part);
    }

    private static MessageView ViewOf(Message message) =>
        new()
        {
            MessageId = message.Header.MessageId,
            ExchangeId = message.Header.ExchangeId!.Value,
            Reference = message.Header.Reference!,
            Counterpart = message.Header.Sender.Value,
            Outgoing = false,
            Kind = message.Header.Kind,
            Sequence = message.Header.Sequence!.Value,
            Signed = Digest.Of("signed"u8),
            Sealed = Digest.Of("sealed"u8),
            IssuedAt = message.Header.IssuedAt,
            ExpiresAt = message.Header.ExpiresAt,
            RecordedAt = message.Header.IssuedAt,
            Transport = "accepted",
            EntryIndex = 1,
            Message = JsonNode.Parse(message.Bytes.Span),
        };
}
