using System.Security.Claims;
using System.Text.RegularExpressions;
using Exchange.Desk;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Exchange.Tests.Desk;

/// <summary>A time is said as our country's, then as the counterpart's and in UTC, wherever a person reads one.</summary>
internal sealed partial class TimeTagHelperTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 29, 16, 51, 7, TimeSpan.Zero);

    [TestCase("BGD", "MYS", null, "2026-11-29 22:51 Bangladesh · 2026-11-30 00:51 Malaysia · 16:51 UTC")]
    [TestCase("BGD-CID", null, "MYS", "2026-11-29 22:51 Bangladesh, CID · 2026-11-30 00:51 Malaysia · 16:51 UTC")]
    [TestCase("BGD", "MYS", "IND", "2026-11-29 22:51 Bangladesh · 2026-11-30 00:51 Malaysia · 16:51 UTC")]
    [TestCase("BGD", null, null, "2026-11-29 22:51 Bangladesh · 16:51 UTC")]
    [TestCase("BGD", "BGD", null, "2026-11-29 22:51 Bangladesh · 16:51 UTC")]
    [TestCase("BGD", "FRA", null, "2026-11-29 22:51 Bangladesh · 16:51 UTC")]
    [TestCase("MYS", "BGD", null, "2026-11-30 00:51 Malaysia · 2026-11-29 22:51 Bangladesh · 2026-11-29 16:51 UTC")]
    [TestCase(null, null, null, "2026-11-29 16:51 UTC")]
    public void A_time_is_said_in_both_countries_times(string? own, string? with, string? ofPage, string said) =>
        Said(new() { At = At, With = with }, own, ofPage).ShouldBe(said);

    [Test]
    public void An_exact_one_has_its_seconds() =>
        Said(new() { At = At, Exact = true }, "BGD", null).ShouldBe("2026-11-29 22:51:07 Bangladesh · 16:51 UTC");

    private static string Said(TimeTagHelper time, string? own, string? ofPage)
    {
        time.ViewContext = new()
        {
            HttpContext = new DefaultHttpContext
            {
                User = new(new ClaimsIdentity(own is null ? [] : [new(SessionCookie.Party, own)])),
            },
            ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary())
            {
                [TimeTagHelper.Counterpart] = ofPage,
            },
        };
        var output = new TagHelperOutput("desk-time", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        return ReaderOf.Language(
            "en",
            () =>
            {
                time.Process(new([], new Dictionary<object, object>(), "1"), output);
                output.Attributes["datetime"].Value.ShouldBe("2026-11-29T16:51:07.000Z");
                return System.Net.WebUtility.HtmlDecode(Tag().Replace(output.Content.GetContent(), ""));
            }
        );
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
