using System.Text.Json.Nodes;
using Exchange.Desk;
using Exchange.Desk.Forms;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Desk;

/// <summary>What a message says is shown in words, in the reader's language.</summary>
internal sealed class FormWordsTests
{
    private const string Message = """
        {
          "body": {
            "urgency": "urgent", "dueAt": "2026-11-23T16:00:00.000Z", "facts": "BGD",
            "subjects": [
              { "type": "person", "id": "p1", "names": [{ "asWritten": "Karim", "script": "Beng" }], "citizenships": ["BGD", "XXA"], "roles": ["contact"] },
              { "type": "vessel", "flag": "MYS", "name": "MYS", "unseaworthy": true, "personsAboard": "many" },
              { "type": "modus-operandi", "acts": ["receipt"], "means": ["fraud"] },
              { "type": "payment", "sum": { "amount": "1500", "currency": "CHE" } }
            ],
            "questions": [{ "about": "p1" }, { "about": "p2" }]
          },
          "expiresAt": "2026-11-24T16:00:07.582Z",
          "handling": { "containsMinorData": false, "classification": "secret", "language": "ben" }
        }
        """;

    internal static readonly StringLocalizer<Words> Localizer = new(
        new ResourceManagerStringLocalizerFactory(
            Options.Create(new LocalizationOptions { ResourcesPath = "Resources" }),
            NullLoggerFactory.Instance
        )
    );

    [TestCase("/body/urgency", "en", "Urgent")]
    [TestCase("/body/urgency", "bn", "জরুরি")]
    [TestCase("/body/dueAt", "en", "2026-11-23 16:00 UTC")]
    [TestCase("/expiresAt", "en", "2026-11-24 16:00:07 UTC")]
    [TestCase("/body/facts", "bn", "BGD")]
    [TestCase("/body/subjects/0/type", "ms", "Orang")]
    [TestCase("/body/subjects/0/citizenships/0", "bn", "বাংলাদেশ (BGD)")]
    [TestCase("/body/subjects/0/citizenships/1", "en", "stateless (XXA)")]
    [TestCase("/body/subjects/1/flag", "en", "Malaysia (MYS)")]
    [TestCase("/body/subjects/0/names/0/script", "bn", "বাংলা (Beng)")]
    [TestCase("/body/subjects/3/sum/currency", "en", "WIR Euro (CHE)")]
    [TestCase("/body/subjects/1/name", "en", "MYS")]
    [TestCase("/body/subjects/1/unseaworthy", "ms", "Ya")]
    [TestCase("/body/subjects/1/personsAboard", "en", "many")]
    [TestCase("/body/questions/0/about", "ms", "Orang: Karim (p1)")]
    [TestCase("/body/questions/1/about", "ms", "p2")]
    [TestCase("/handling/containsMinorData", "en", "No")]
    [TestCase("/handling/language", "en", "Bangla (ben)")]
    [TestCase("/handling/language", "ms", "Benggali (ben)")]
    public void A_value_is_shown_in_words_and_free_text_as_it_is(string pointer, string language, string words) =>
        Shown(pointer, language).ShouldBe(words);

    [Test]
    public void A_code_that_no_list_has_is_shown_as_it_is() => Shown("/handling/classification", "bn").ShouldBe("secret");

    // In Malay a receipt of the ledger, a contact and a forged document are other words.
    [TestCase("/body/subjects/0/roles/0", "Orang hubungan")]
    [TestCase("/body/subjects/2/acts/0", "Penerimaan")]
    [TestCase("/body/subjects/2/means/0", "Fraud")]
    public void A_code_has_the_word_that_it_means_in_its_list(string pointer, string words) => Shown(pointer, "ms").ShouldBe(words);

    private static string Shown(string pointer, string language)
    {
        var form = new MessageForm(KindForms.MessageShape(KindSchema.Of(CaseKinds.Request)), JsonNode.Parse(Message)!.AsObject());
        var field = pointer.Split('/').Skip(1).Aggregate(form.Message, Within);
        return ReaderOf.Language(language, () => FormWords.Of(field, Localizer));
    }

    private static FormField Within(FormField field, string part) =>
        int.TryParse(part, out var index) ? field.Items.ElementAt(index) : field.Members.First(member => member.Name == part);
}
