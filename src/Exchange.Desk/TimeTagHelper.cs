using System.Globalization;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Exchange.Desk;

/// <summary>
/// A time in our country's time, the counterpart's and UTC: <c>2026-11-29 17:51 Bangladesh · 19:51 Malaysia · 11:51 UTC</c>; machines read
/// the exact one.
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
        DateTimeOffset? first = null;
        foreach (var (place, zone) in Places)
        {
            var time = TimeZoneInfo.ConvertTime(at, zone);
            if (first is not null)
                output.Content.Append(" · ");
            // With its day where that is another. A line may end between the day and the time, and nowhere within them.
            if (first?.Date != time.Date)
                Append(output, Write(time, "yyyy-MM-dd")).Append(" ");
            Append(output, $"{Write(time, first is null && Exact && at.Second > 0 ? "HH:mm:ss" : "HH:mm")} {place}");
            first ??= time;
        }
    }

    // Parties of whose time nothing is known are left out.
    private IEnumerable<(string Name, TimeZoneInfo Zone)> Places =>
        Parties
            .Select(party => (Name: Countries.Party(party), Zone: ZoneOf(party)!))
            .Where(place => place.Zone is not null)
            .Append(("UTC", TimeZoneInfo.Utc));

    private static TimeZoneInfo? ZoneOf(string party) =>
        Zones.TryGetValue(party.Split('-')[0], out var name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private static TagHelperContent Append(TagHelperOutput output, string text)
    {
        var part = new TagBuilder("span");
        part.AddCssClass("desk-when");
        part.InnerHtml.Append(text);
        return output.Content.AppendHtml(part);
    }

    // One form in every language.
    private static string Write(DateTimeOffset at, string form) => at.ToString(form, CultureInfo.InvariantCulture);
}
