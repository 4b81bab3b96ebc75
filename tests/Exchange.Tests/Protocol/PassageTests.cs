using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Protocol;

/// <summary>By what a message is known again where another one quotes it.</summary>
internal sealed class PassageTests
{
    [TestCase("The boat lies behind the pier", "THE BOAT, lies – behind the pier.")]
    [TestCase("নৌকাটি জেটির পিছনে বরফকলের কাছে রাখা আছে", "নৌকাটি  জেটির পিছনে, বরফকলের কাছে রাখা আছে।")]
    [TestCase("เรือจอดอยู่หลังท่าเรือใกล้โรงน้ำแข็ง", "“เรือจอดอยู่หลังท่าเรือใกล้โรงน้ำแข็ง”")]
    public void Spaces_signs_and_upper_case_do_not_count(string one, string other)
    {
        TextsOf(one).ShouldNotBeEmpty();
        TextsOf(one).ShouldBe(TextsOf(other));
    }

    [TestCase("নৌকাটি জেটির পিছনে বরফকলের কাছে রাখা আছে", "নৌকাটি জেটির পিছনে বরফকলের কাছে রাখি আছে")]
    [TestCase("เรือจอดอยู่หลังท่าเรือใกล้โรงน้ำแข็ง", "เรือจอดอยู่หลังท่าเรือใกล้โรงนำแขง")]
    public void The_marks_on_letters_count(string one, string other) => TextsOf(one).ShouldNotBe(TextsOf(other));

    [TestCase("Behind the old pier 2026", 1)]
    [TestCase("Behind the old pier 226", 0)]
    public void A_passage_has_at_least_twenty_letters_and_digits(string text, int passages) => TextsOf(text).Length.ShouldBe(passages);

    [TestCase("H1")]
    [TestCase("H2")]
    [TestCase("\\u00481")]
    [TestCase("\\u00482")]
    public void One_restriction_alone_is_found_however_its_code_is_written(string code)
    {
        var json = Sample.Of("feedback").With("/handling/handlingCodes", """["H2"]""").Without("/handling/handlingText").ToJsonString();
        var message = MessageParser.Read(Sample.Pad(json.Replace("H2", code, StringComparison.Ordinal))).OrThrow();
        Passages.Restricted(message).ShouldNotBeEmpty();
    }

    [Test]
    public void A_text_is_known_by_its_sentences_and_as_a_whole() =>
        TextsOf("The boat lies behind the pier. Seen at dawn. It is painted green and white!")
            .ShouldBe([
                "theboatliesbehindthepierseenatdawnitispaintedgreenandwhite",
                "theboatliesbehindthepier",
                "itispaintedgreenandwhite",
            ]);

    [TestCase("It is not known.")]
    [TestCase("needs-judicial-authorisation")]
    [TestCase("https://example.org/a/very/long/address/of/a/page")]
    public void What_is_alike_by_chance_is_no_passage(string text) => TextsOf(text).ShouldBeEmpty();

    [Test]
    public void Codes_are_those_of_the_message_and_those_of_the_item()
    {
        var message = Sample.Of("spontaneous-information").With("/body/items/0/text", "\"The boat lies behind the pier\"").Read().OrThrow();
        var item = Passages.Of(message).Single(passage => passage.Pointer == "/body/items/0/text");
        item.Codes.Order().ShouldBe([HandlingCode.H1, HandlingCode.H2, HandlingCode.H3]);
    }

    [Test]
    public void An_entity_is_under_the_codes_of_the_item_that_tells_it()
    {
        var message = Sample
            .Of("spontaneous-information")
            .With("/handling/handlingCodes", """["H0"]""")
            .Without("/handling/handlingText")
            .With("/body/items/0/entity", "\"v1\"")
            .Without("/body/items/0/text")
            .Read()
            .OrThrow();
        var restricted = Passages.Restricted(message).Where(passage => !passage.IsName).Select(passage => passage.Pointer);
        restricted.ShouldContain("/body/entities/2");
        restricted.ShouldNotContain("/body/entities/3");
    }

    [Test]
    public void Of_a_message_that_restricts_nothing_nothing_is()
    {
        var free = new Conversation().Request();
        Passages.Of(free).ShouldNotBeEmpty();
        Passages.Restricted(free).ShouldBeEmpty();
    }

    [Test]
    public void A_restricted_message_has_its_names_however_little_it_says()
    {
        var message = Sample
            .Of("consent")
            .With("/handling/handlingCodes", """["H2"]""")
            .Without("/handling/handlingText")
            .With("/body/conditions", "\"None.\"")
            .Read()
            .OrThrow();
        Passages
            .Restricted(message)
            .Select(passage => passage.Text)
            .ShouldBe(["=019ab0e7-9b00-7abc-8def-0123456789ab", "=019ab0e7-9b00-7abc-8def-0123456789ac", "=BGD-MYS-2026-000042"]);
    }

    private static string[] TextsOf(string text)
    {
        var message = Sample.Of("feedback").With("/body/text", System.Text.Json.JsonSerializer.Serialize(text)).Read().OrThrow();
        return [.. Passages.Of(message).Where(passage => passage.Pointer == "/body/text").Select(passage => passage.Text)];
    }
}
