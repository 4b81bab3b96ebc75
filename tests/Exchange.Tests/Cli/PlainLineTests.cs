using System.Text.Json;
using Exchange.Cli;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Cli;

internal sealed class PlainLineTests
{
    // Bangla with a joiner, Persian with a non-joiner, Hanifi Rohingya, combining marks, a number sign of Arabic.
    private const string Names = "র\u200D্যাব  علی\u200Cرضا  \U00010D00\U00010D07  রহিম আলম  e\u0301  \u060112";

    [Test]
    public void Names_are_shown_as_they_are_written()
    {
        PlainLine.Of(Names).ShouldBe(Names);
        var json = JsonSerializer.Serialize(new { name = Names }, ProtocolJson.Indented);
        json.ShouldContain("\\uD803", customMessage: "escaped without need");
        PlainLine.OfJson(json).ElementAt(1).ShouldBe($"  \"name\": \"{Names}\"");
    }

    [TestCase("\n", "\\u000a")]
    [TestCase("\u001B[2J", "\\u001b[2J")]
    [TestCase("\u009B", "\\u009b")]
    [TestCase("\u2028", "\\u2028")]
    [TestCase("\u202E", "\\u202e")]
    [TestCase("\u2066", "\\u2066")]
    [TestCase("\u200F", "\\u200f")]
    [TestCase("\uFEFF", "\\ufeff")]
    [TestCase("\U000E0041", "\\udb40\\udc41")]
    public void What_moves_the_cursor_or_turns_the_writing_is_shown_as_its_number(string hidden, string shown)
    {
        PlainLine.Of($"a{hidden}b").ShouldBe($"a{shown}b");
        var line = PlainLine.OfJson(JsonSerializer.Serialize($"a{hidden}b", ProtocolJson.Options)).ShouldHaveSingleItem();
        line.ShouldBe(PlainLine.Of(line));
        JsonSerializer.Deserialize<string>(line).ShouldBe($"a{hidden}b", "the value is the same");
    }

    [TestCase("\\u200c")]
    [TestCase("a \"quoted\" \\ text")]
    [TestCase("\\\"\u00A0\\\\")]
    public void A_text_with_backslashes_and_quotes_keeps_its_value(string text) =>
        JsonSerializer
            .Deserialize<string>(PlainLine.OfJson(JsonSerializer.Serialize(text, ProtocolJson.Options)).ShouldHaveSingleItem())
            .ShouldBe(text);
}
