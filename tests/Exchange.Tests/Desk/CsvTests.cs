using Exchange.Desk;

namespace Exchange.Tests.Desk;

/// <summary>What a counterpart may have written is text in a spreadsheet.</summary>
internal sealed class CsvTests
{
    [TestCase("MYS-BGD-2026-000001", "MYS-BGD-2026-000001")]
    [TestCase("a, \"b\"", "a, \"\"b\"\"")]
    [TestCase("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"\"http://x\"\")")]
    [TestCase("+1", "'+1")]
    [TestCase("-1", "'-1")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "'=1")]
    [TestCase(" =1", "'=1")]
    [TestCase("\u202E=1", "'=1")]
    [TestCase("\uFF1D1", "'\uFF1D1")]
    [TestCase("a\r\n=1", "a  =1")]
    [TestCase("abc\u202Edef\u0007", "abc def")]
    [TestCase(null, "")]
    public void A_field_is_one_text(string? field, string written) => Csv.Write([[field]]).ShouldBe($"\"{written}\"\r\n");

    [Test]
    public void A_row_is_a_line() => Csv.Write([["a", "b"], ["c", null]]).ShouldBe("\"a\",\"b\"\r\n\"c\",\"\"\r\n");
}
