using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Exchange.Desk;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Desk.Pages;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Home;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Schemas;
using Exchange.Protocol.Vocabulary;
using Exchange.Protocol.Vocabulary.Codes;
using Exchange.Tests.Gateway;

namespace Exchange.Tests.Desk;

/// <summary>Every text of the desk is there in every language, and none is left over.</summary>
internal sealed partial class WordsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Exchange.Desk");

    // Codes of IOM for which no word in use by the authorities is known to us: a speaker of the language must give it.
    private static readonly string[] InEnglish = ["Remote interactive services", "Private sexual services"];

    // Texts that pages take from code: of the menu, of codes, and sentences.
    private static IEnumerable<string> OfCode() =>
        [
            .. Places.All.Select(place => place.Name),
            .. CaseAction.AllWords,
            .. CaseKinds.All.Select(kind => Wording.Of(kind.Code)),
            .. CaseKinds.All.Select(kind => kind.Summary),
            .. Enum.GetValues<ExchangeStatus>().Select(Wording.Of),
            .. Enum.GetValues<FeedbackOutcome>().Select(Wording.Of),
            .. Enum.GetValues<Usefulness>().Select(Wording.Of),
            .. Enum.GetValues<HoldReason>().Select(Wording.Of),
            .. Enum.GetValues<OpenPoint>().Select(OpenPoints.Sentence),
            .. Enum.GetValues<OpenPoint>().Select(point => $"Still open: {OpenPoints.Sentence(point)}"),
            .. Enum.GetValues<ReleaseRule>().Select(new ReleasePolicy(new GatewaySettings()).TextOf),
            .. Enum.GetNames<Role>(),
            .. Enum.GetNames<PersonStatus>(),
            .. Enum.GetValues<Clearance>().Select(Wording.Of),
            .. Enum.GetValues<ActionStatus>().Select(Wording.Of),
            .. Enum.GetNames<Weekday>(),
            .. Enum.GetValues<QueueState>().Select(Wording.Of),
            .. Enum.GetValues<CertificateUse>().Select(Wording.Of),
            .. CertificateView.Advice,
            .. Enum.GetNames<HistoryGroup>(),
            .. Enum.GetValues<DelayBand>().Select(Wording.Of),
            .. Enum.GetValues<Classification>().Select(Wording.Of),
            .. LedgerEvents.All.Select(Wording.Of),
            .. Enum.GetValues<ReceiptCode>().Select(ReceiptCodes.Meaning),
            .. Enum.GetValues<DraftStatus>().Select(Wording.Of),
            .. CaseKinds.All.SelectMany(KindForm),
            .. EventCatalogue.All.Where(entry => (entry.Has | entry.MayHave).HasFlag(LeafMember.ExchangeId)).SelectMany(Details),
            .. Enum.GetValues<ReleaseRule>().Select(Wording.Of),
            .. CodeWords.All,
            .. FormWords.Given.Select(Wording.Of),
            .. FaultWords.Templates,
            .. Wording.Actors.Values,
            .. SettingNames.Durations,
            .. SettingParts(),
            .. ProblemCodesTests.All.Select(code => $"problem: {code}"),
        ];

    // Names of settings, of optional ones too.
    private static IEnumerable<string> SettingParts() =>
        SettingsText
            .Each(
                new()
                {
                    AgencyBus = new(),
                    SignIn = new() { OpenIdConnect = new() },
                    Links = new Dictionary<string, LinkSettings> { ["MYS"] = new() },
                }
            )
            .SelectMany(setting => setting.Name.Split(':'))
            .Where(part => part != "MYS")
            .Select(SettingNames.OfPart);

    // What the timeline says of an entry.
    private static IEnumerable<string> Details(LedgerEvent entry) =>
        entry
            .Detail.Keys.Concat(entry.OptionalDetail.Keys)
            .Concat(entry.HasFacts ? CaseKinds.Facts.Select(fact => fact.Name) : [])
            .Except(ExchangeHistory.NotInDetail)
            .Where(member => !EntryDetail.IsUnsaid(member))
            .Select(member => EntryDetail.NameOf(entry.Name, member));

    // What the form of a kind asks for, with its hints and with the codes that one chooses from.
    private static IEnumerable<string> KindForm(CaseKind kind) =>
        ["Content", "More", .. Texts(KindForms.MessageShape(KindSchema.Of(kind))).Distinct().Except(InEnglish)];

    private static IEnumerable<string> Texts(Shape shape) =>
        [
            .. shape.Kind switch
            {
                ShapeKind.Object => shape.Members.SelectMany(member => Texts(member.Shape).Append(Wording.Of(member.Name))),
                ShapeKind.Alternatives => shape.Alternatives.SelectMany(one => Texts(one).Append(Wording.Of(one.Code!))),
                ShapeKind.List when shape.Items.Kind == ShapeKind.Object => Texts(shape.Items).Append(Wording.Of(shape.Items.Name)),
                ShapeKind.List => Texts(shape.Items),
                ShapeKind.Code when !shape.IsLong => shape.Codes.Select(Wording.Of).Concat(shape.Meanings.Values),
                _ => Enumerable.Empty<string>(),
            },
            .. shape.Hints,
        ];

    private static IEnumerable<string> OfPages() =>
        Directory
            .EnumerateFiles(Path.Combine(Folder, "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => Text().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    // Sentences that code hands to a page, which translates them: literals that begin with a capital and have a space.
    private static IEnumerable<string> OfModels() =>
        Directory
            .EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                Path.GetFileName(file)
                    is "LinkHealth.cs"
                        or "Problem.cshtml.cs"
                        or "Index.cshtml.cs"
                        or "Links.cshtml.cs"
                        or "Link.cshtml.cs"
                        or "Figures.cshtml.cs"
                        or "Deadlines.cshtml.cs"
                        or "Write.cshtml.cs"
                        or "Draft.cshtml.cs"
                        or "Replay.cshtml.cs"
                        or "Review.cshtml.cs"
                        or "Exchange.cshtml.cs"
                        or "Compare.cshtml.cs"
                        or "MessageFile.cs"
                        or "MessageForm.cs"
                        or "FaultWords.cs"
                        or "Wording.cs"
                        or "AccessText.cs"
                        or "NationalAccount.cs"
                        or "SignIn.cshtml.cs"
                        or "Account.cshtml.cs"
            )
            .SelectMany(file => Sentence().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    // What is wrong with a message, or to be checked; what has a number or a name in it, as a template.
    private static IEnumerable<string> OfFaults() =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src", "Exchange.Protocol"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                (file.Contains("/Vocabulary/") && !file.EndsWith("PublishedIndicators.cs", StringComparison.Ordinal))
                || Path.GetFileName(file) is "StrictJson.cs" or "TextRules.cs"
                || Path.GetFileName(file).StartsWith("ObjectReader", StringComparison.Ordinal)
            )
            .Select(file => File.ReadAllText(file).Replace("{Count}", ObjectReader.Count, StringComparison.Ordinal))
            .SelectMany(text => Sentence().Matches(text).Select(match => match.Groups[1].Value).Concat(Templates(text)))
            .Where(text => text.EndsWith('.'));

    private static IEnumerable<string> Templates(string code) =>
        AllTemplates(code).Where(text => text.Length > 0 && char.IsAsciiLetterUpper(text[0]));

    private static IEnumerable<string> AllTemplates(string code) =>
        Interpolated()
            .Matches(code)
            .Select(match =>
            {
                var place = 0;
                return Hole().Replace(match.Groups[1].Value, _ => $"{{{place++}}}");
            });

    // Where the sentence itself is not known, what its code says; where a code has many reasons, with the sentence.
    [TestCase("ms", "own-account", "Tiada sesiapa mengubah akaunnya sendiri. Pentadbir lain boleh. Tiada apa-apa diubah.")]
    [TestCase("ms", "invalid-person", "Apa yang diisi tidak dapat diterima. Tiada apa-apa diubah. (Something that nobody knows)")]
    [TestCase("ms", "step-505", "Ia tidak boleh menyusul dalam keadaan kes itu. Tiada apa-apa dihantar.")]
    [TestCase("ms", "no-such-code", "Something that nobody knows")]
    [TestCase("ms", null, "Something that nobody knows")]
    [TestCase("en", "sign-in-refused", "Something that nobody knows")]
    public void A_refusal_of_the_gateway_is_said_in_the_readers_language_by_its_code(string language, string? code, string said)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new(language);
        try
        {
            FormWordsTests.Localizer.Say(new GatewayFault("", "Something that nobody knows", code)).ShouldBe(said);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // As the gateway says it, with what is in its places.
    [TestCase("ms", "The number is not from 1 to 16.", "Nombor itu bukan antara 1 dengan 16.")]
    [TestCase("ms", "Not an IANA time zone, such as Asia/Dhaka.", "Bentuknya tidak betul. Yang diperlukan: Zon waktu IANA, seperti Asia/Dhaka.")]
    [TestCase("ms", "Not the id of a person or an organisation in this message.", "Bukan ID dalam mesej ini bagi: Orang / Organisasi.")]
    [TestCase(
        "ms",
        "This needs another role than yours: officer or supervisor. Nothing was done. An administrator says who has which role.",
        "Ini memerlukan peranan lain daripada peranan anda: Pegawai / Penyelia. Tiada apa-apa dilakukan. Pentadbir menentukan peranan setiap orang."
    )]
    [TestCase("ms", "Not one of arrest, charge.", "Bukan salah satu daripada: arrest, charge.")]
    [TestCase("ms", "Not a sentence that anybody knows", "Not a sentence that anybody knows")]
    [TestCase("bn", "The list must have 1 to 50 items.", "তালিকায় 1 থেকে 50টি উপাদান থাকতে হবে।")]
    [TestCase("en", "The list must have 1 to 50 items.", "The list must have 1 to 50 items.")]
    [TestCase("en", "There is no such exchange here.", "There is no such case here.")]
    [TestCase("en", "A request opens an exchange and answers no message.", "A request opens a case and answers no message.")]
    [TestCase("en", "Make a new grant: exchange mailbox grant.", "Make a new grant: exchange mailbox grant.")]
    public void A_sentence_with_numbers_or_names_is_said_in_the_readers_language(string language, string sentence, string said)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new(language);
        try
        {
            FormWordsTests.Localizer.Say(sentence).ShouldBe(said);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // The gateway's own word for a case is of the ledger and the API.
    [Test]
    public void No_sentence_of_the_gateway_calls_a_case_an_exchange_at_the_desk()
    {
        string[] files =
        [
            "Exchange.Protocol/Life/ExchangeRules.cs",
            "Exchange.Gateway/Submitting/CaseSender.cs",
            "Exchange.Gateway/Drafting/DraftHandler.cs",
            "Exchange.Gateway/Api/ExchangeDecisions.cs",
        ];
        var said = files
            .Select(file => File.ReadAllText(Path.Combine(Repository.Root, "src", file)))
            .SelectMany(text => Sentence().Matches(text).Select(match => match.Groups[1].Value).Concat(Templates(text)))
            .Concat(Enum.GetValues<ReceiptCode>().Select(ReceiptCodes.Meaning))
            .Concat(CaseKinds.All.Select(kind => kind.Summary))
            .Where(text => text.Contains("exchange", StringComparison.Ordinal))
            .ToList();

        said.Count.ShouldBeGreaterThan(10);
        said.Select(text => FormWordsTests.Localizer.Say(text)).ShouldAllBe(text => !text.Contains("exchange"));
    }

    [TestCase("bn")]
    [TestCase("ms")]
    public void A_language_has_every_text(string language)
    {
        var known = KnownIn(language);

        OfCode().Concat(OfPages()).Concat(OfModels()).Concat(OfFaults()).Distinct().Where(text => !known.ContainsKey(text)).ShouldBeEmpty();
        known.Where(text => text.Value.Length == 0 || Places(text.Key) != Places(text.Value)).ShouldBeEmpty();

        static int Places(string text) => Place().Count(text);
    }

    // What nothing says any more would be translated in vain. Codes of links and of suspensions, and names of settings, become words.
    [TestCase("bn")]
    [TestCase("ms")]
    public void A_language_has_no_text_that_is_left_over(string language)
    {
        var code = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs*", SearchOption.AllDirectories)
            .Select(file => Joined().Replace(File.ReadAllText(file), ""))
            .ToList();
        var literals = code.SelectMany(text => Literal().Matches(text)).Select(match => match.Groups[1].Value).Distinct().ToList();
        var said = literals
            .Concat(literals.Where(literal => !literal.Contains(' ')).Select(Wording.Of))
            .Concat(code.SelectMany(AllTemplates))
            .Concat(code.SelectMany(text => Indexed().Matches(text)).Select(match => match.Groups[1].Value))
            .Concat(code.SelectMany(text => Setting().Matches(text)).Select(match => SettingNames.OfPart(match.Groups[1].Value)))
            .Concat(OfCode())
            .Concat(OfPages())
            .Concat(OfFaults())
            .Concat(PublishedCodes.Text("language-names").Split('\t', '\n'))
            .Concat(Enum.GetNames<Classification>().Select(one => $"Its classification is above {one.ToLowerInvariant()}."))
            // Of the framework.
            .Append("Passwords must be at least {0} characters.")
            .ToHashSet();

        KnownIn(language).Keys.Where(text => !IsSaid(text)).ShouldBeEmpty();

        // Some sentences are said with what was done, some parts of a sentence alone, and some words with the list that they are of.
        bool IsSaid(string text) =>
            said.Contains(text)
            || said.Contains(text.Replace(" Nothing was changed.", "", StringComparison.Ordinal))
            || said.Contains(char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.'))
            || (text.Split(": ") is [_, var word] && said.Contains(word));
    }

    // An SDK without the system's cultures does not see it in the file's name.
    [TestCase("bn")]
    [TestCase("ms")]
    public void The_project_says_of_which_language_a_resource_is_and_its_name(string language)
    {
        var resource = XDocument
            .Load(Path.Combine(Folder, "Exchange.Desk.csproj"))
            .Descendants("EmbeddedResource")
            .Single(resource => (string?)resource.Attribute("Update") == $"Resources/Words.{language}.resx");

        ((string?)resource.Attribute("Culture")).ShouldBe(language);
        ((string?)resource.Attribute("LogicalName")).ShouldBe($"Exchange.Desk.Resources.Words.{language}.resources");
    }

    private static Dictionary<string, string> KnownIn(string language) =>
        XDocument
            .Load(Path.Combine(Folder, "Resources", $"Words.{language}.resx"))
            .Root!.Elements("data")
            .ToDictionary(text => text.Attribute("name")!.Value, text => text.Value);

    [TestCase("birthDate", "Birth date")]
    [TestCase("AtAPlaceOfBusiness", "At a place of business")]
    [TestCase("imei", "IMEI")]
    [TestCase("follow-up-action", "Follow up action")]
    [TestCase("", "")]
    public void A_code_becomes_words(string code, string words) => Wording.Of(code).ShouldBe(words);

    [GeneratedRegex("T\\[\"((?:[^\"\\\\])+)\"")]
    private static partial Regex Text();

    [GeneratedRegex("\"([A-Z][^\"{]* [^\"{]*)\"")]
    private static partial Regex Sentence();

    [GeneratedRegex("\"([^\"\\\\\n]*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("words\\[\"([^\"]+)\"")]
    private static partial Regex Indexed();

    [GeneratedRegex(@"public \S+ (\w+) \{ get")]
    private static partial Regex Setting();

    // Where a literal goes on in the next line.
    [GeneratedRegex("\"\\s*\\+\\s*\\$?\"")]
    private static partial Regex Joined();

    [GeneratedRegex("\\{[0-9]\\}")]
    private static partial Regex Place();

    // A string with places, in which strings may stand.
    [GeneratedRegex("""\$"((?:[^"{\\\n]|\{(?:[^"{}]|"[^"]*")*\})*)[\u0022]""")]
    private static partial Regex Interpolated();

    [GeneratedRegex("""\{(?:[^"{}]|"[^"]*")*\}""")]
    private static partial Regex Hole();
}
