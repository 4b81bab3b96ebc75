using Exchange.Desk;
using Exchange.Desk.Forms;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;

namespace Exchange.Tests.Desk;

/// <summary>No code of any kind or entity is shown alone: each has its word, and stays beside it where it is none itself.</summary>
internal sealed class CodeWordsTests
{
    // Forms of texts that are no codes.
    private static readonly string[] Uncoded =
    [
        "",
        "amount",
        "base64Of16",
        "date",
        "digest",
        "e164",
        "id",
        "imo",
        "line",
        "mmsi",
        "pointer",
        "reference",
        "text",
        "time",
        "timeOfDay",
        "timeZone",
    ];

    private static readonly string[] Languages = ["en", "bn", "ms"];

    // Scripts that CLDR does not name.
    private static readonly string[] Nameless = ["Chis", "Kitl", "Leke", "Nkdb", "Pcun", "Pelm", "Piqd", "Psin", "Qaaa", "Qabx", "Ranj", "Shui"];

    private static IEnumerable<TestCaseData> Shapes() =>
        from language in Languages
        from kind in CaseKinds.All
        from shape in Within(KindForms.MessageShape(KindSchema.Of(kind)))
            .Where(shape => shape.Kind is ShapeKind.Code or ShapeKind.Line)
            .DistinctBy(shape => shape.Name)
            .ExceptBy(Uncoded, shape => shape.Name)
        group (Kind: kind, shape) by (language, shape.Name) into same
        select new TestCaseData(same.Key.language, same.First().Kind, same.First().shape)
        {
            TestName = $"Each_code_has_its_word({same.Key.language}, {same.Key.Name})",
        };

    // A form that is neither known here as a code nor as no code fails: it needs words, or a line above.
    [TestCaseSource(nameof(Shapes))]
    public void Each_code_has_its_word(string language, CaseKind kind, Shape shape)
    {
        foreach (var code in shape.Codes.Count > 0 ? shape.Codes : Samples(shape.Name))
        {
            var shown = Shown(language, kind, shape, code);
            if (CodeWords.IsWord(code) && shape.Kind == ShapeKind.Code && !shape.IsLong)
            {
                // Servitude is its own word; no-hit and AtWork are not.
                if (code != Wording.Of(code))
                    shown.ShouldNotBe(code, $"{shape.Name} {code}");
                continue;
            }

            if (Nameless.Contains(code))
                continue;
            shown.ShouldContain(code);
            shown.Count(char.IsLetter).ShouldBeGreaterThan(code.Count(char.IsLetter), $"{shape.Name} {code}: {shown}");
        }
    }

    [TestCase("en", "sourceGrade", "B", "B – The source was reliable in most cases")]
    [TestCase("bn", "sourceGrade", "B", "B – উৎস বেশির ভাগ ক্ষেত্রে নির্ভরযোগ্য ছিল")]
    [TestCase("ms", "handlingCode", "H2", "H2 – Tidak disampaikan tanpa kebenaran pemberi")]
    [TestCase("en", "iccs", "0204", "0204 – Trafficking in persons")]
    [TestCase("bn", "iccs", "08051", "08051 – অভিবাসী চোরাচালান")]
    [TestCase("en", "iccs", "020221", "020221 – Deprivation of liberty")]
    [TestCase("en", "iccs", "0107", "0107 – Acts leading to death or intending to cause death")]
    [TestCase("en", "isic", "C", "C – Manufacturing")]
    [TestCase("ms", "isic", "1410", "1410 – Pembuatan")]
    [TestCase("en", "isic", "99", "99 – International organisations")]
    [TestCase("en", "isic", "00", null)]
    [TestCase("en", "documentType", "P", "P – Passport")]
    [TestCase("en", "documentType", "PD", "PD – Passport")]
    [TestCase("en", "documentType", "AC", "AC – Crew member certificate")]
    [TestCase("ms", "documentType", "I", "I – Kad pengenalan atau kad perjalanan")]
    [TestCase("en", "locode", "MYPKG", "MYPKG – Malaysia")]
    [TestCase("bn", "region", "BD-B", "BD-B – বাংলাদেশ")]
    [TestCase("en", "locode", "XZABC", null)]
    [TestCase("en", "line", "H2", null)]
    [TestCase("en", "outcome", "no-hit", null)]
    public void A_code_that_is_no_word_stands_before_what_it_means(string language, string list, string code, string? said) =>
        ReaderOf.Language(language, () => CodeWords.With(list, code, FormWordsTests.Localizer)).ShouldBe(said);

    [Test]
    public void Handling_codes_are_said_each_with_its_restriction() =>
        ReaderOf.Language("en", () => CodeWords.OfHandling(["H1", "H2", "H9"], FormWordsTests.Localizer))
            .ShouldBe("H1 – Not as evidence in court without permission; H2 – Not passed on without permission of the provider; H9");

    private static string[] Samples(string form) =>
        form switch
        {
            "documentType" => ["P", "V", "I", "A", "C", "AC", "PD"],
            "iccs" => ["01", "0204", "020411", "11"],
            "isic" => ["A", "V", "01", "9900"],
            "language" => ["ben", "rhg"],
            "locode" => ["BDCGP"],
            "partyName" => ["MYS", "BGD-CID"],
            "region" => ["BD-B"],
            _ => throw new InvalidOperationException($"The form '{form}' needs a sample here, or is no code."),
        };

    private static string Shown(string language, CaseKind kind, Shape shape, string code)
    {
        var form = new MessageForm(KindForms.MessageShape(KindSchema.Of(kind)), []);
        return ReaderOf.Language(language, () => FormWords.Of(new(form, shape, "member", "/body/member", code, true), FormWordsTests.Localizer));
    }

    private static IEnumerable<Shape> Within(Shape shape) =>
        shape.Kind switch
        {
            ShapeKind.Object => shape.Members.SelectMany(member => Within(member.Shape)),
            ShapeKind.Alternatives => shape.Alternatives.SelectMany(Within),
            ShapeKind.List => Within(shape.Items),
            _ => [shape],
        };
}
