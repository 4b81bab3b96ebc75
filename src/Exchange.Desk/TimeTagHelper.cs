using System.Globalization;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Exchange.Desk;

/// <summary>
/// A time as <c>2026-11-29 11:51 UTC</c>, and in the time of our country and of the counterpart's; machines read the exact one.
/// </summary>
[HtmlTargetElement("desk-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTagHelper : TagHelper
{
    // Of the region's countries, each of which has one zone on its mainland.
    private static readonly Dictionary<string, string> Zones = new()
    {
        ["BGD"] = "Asia/Dhaka",
        ["BRN"] = "Asia/Brunei",
        ["IND"] = "Asia/Kolkata",
        ["KHM"] = "Asia/Phnom_Penh",
        ["LAO"] = "Asia/Vientiane",
        ["LKA"] = "Asia/Colombo",
        ["MDV"] = "Indian/Maldives",
        ["MMR"] = "Asia/Yangon",
        ["MYS"] = "Asia/Kuala_Lumpur",
        ["NPL"] = "Asia/Kathmandu",
        ["PAK"] = "Asia/Karachi",
        ["PHL"] = "Asia/Manila",
        ["SGP"] = "Asia/Singapore",
        ["THA"] = "Asia/Bangkok",
        ["VNM"] = "Asia/Ho_Chi_Minh",
    };

    /// <summary>Of the page's data: the other party of all its times that name none.</summary>
    public const string Counterpart = "With";

    public DateTimeOffset? At { get; set; }

    /// <summary>The other party that it concerns; without one, that of the page.</summary>
    public string? With { get; set; }

    /// <summary>True to show its seconds, if it has any.</summary>
    public bool Exact { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    private IEnumerable<string> Parties =>
        new[]
        {
            ViewContext.HttpContext.User.FindFirst(SessionCookie.Party)?.Value,
            With ?? ViewContext.ViewData[Counterpart] as string,
        }
            .OfType<string>()
            .Distinct();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", ProtocolTime.Write(at));
        var seconds = Exact && at.Second > 0 ? at.ToString(":ss", CultureInfo.InvariantCulture) : "";
        var times = Parties.Select(party => Local(at, party)).OfType<string>().Prepend($"{Write(at)}{seconds} UTC");
        foreach (var (index, time) in times.Index())
        {
            // A line may end between the day and the time, and nowhere within them.
            output.Content.Append(index == 0 ? "" : " · ");
            var parts = time.Contains('-', StringComparison.Ordinal) ? time.Split(' ', 2) : [time];
            foreach (var part in parts)
            {
                var one = new TagBuilder("span");
                one.AddCssClass("desk-when");
                one.InnerHtml.Append(part);
                output.Content.Append(part == parts[0] ? "" : " ").AppendHtml(one);
            }
        }
    }

    // With its day where that is another.
    private static string? Local(DateTimeOffset at, string party)
    {
        if (!Zones.TryGetValue(party.Split('-')[0], out var name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return null;
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var text = local.Date == at.UtcDateTime.Date ? local.ToString("HH:mm", CultureInfo.InvariantCulture) : Write(local);
        return $"{text} {Countries.Party(party)}";
    }

    // One form in every language.
    private static string Write(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
