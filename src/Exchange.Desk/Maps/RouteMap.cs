using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Exchange.Desk.Maps;

/// <summary>
/// The route of a message on a coast line, as far as its places have coordinates. Made here, without script; the message's own text says
/// all that it shows.
/// </summary>
internal sealed class RouteMap
{
    public const int Width = 600;

    // So that a single harbour still has a coast around it.
    private const double SmallestSpan = 6;
    private const double Margin = 0.15;

    // Of a name, in pixels of the screen.
    private const double LetterWidth = 8.5;
    private const int MostLines = 3;

    private readonly Window _window;
    private readonly double _scale;
    private readonly double _narrowing;

    private RouteMap(IReadOnlyList<RouteLeg> legs, string id)
    {
        (Legs, Id) = (legs, id);
        var ends = legs.SelectMany(leg => new[] { leg.From, leg.To }).Where(end => end.At is not null).ToList();
        Stops = [.. ends.DistinctBy(end => end.At).Select((end, index) => new RouteStop(index + 1, end.Name, end.At!.Value))];
        _window = Around(Window.Of([.. Stops.Select(stop => stop.At)]));
        // A degree of longitude is shorter than one of latitude, the more the further from the equator.
        _narrowing = Math.Max(0.2, Math.Cos((_window.South + _window.North) / 2 * Math.PI / 180));
        _scale = Width / ((_window.East - _window.West) * _narrowing);
    }

    /// <summary>Of its heading: a page may have several.</summary>
    public string Id { get; }

    public IReadOnlyList<RouteLeg> Legs { get; }

    /// <summary>The places with coordinates, each once, numbered as they come.</summary>
    public IReadOnlyList<RouteStop> Stops { get; }

    public int Height => (int)Math.Ceiling((_window.North - _window.South) * _scale);

    /// <summary>Units of the picture in a pixel of the screen: it is shown at most 450 pixels wide and 600 high.</summary>
    public double Unit => Math.Max(Width / 450.0, Height / 600.0);

    /// <summary>The land, as the data of an SVG path.</summary>
    public string Land
    {
        get
        {
            var path = new StringBuilder();
            foreach (var piece in CoastLine.Within(_window))
            {
                path.Append('M').AppendJoin('L', Distinct([.. piece.Select(PointOf)])).Append('Z');
            }

            return path.ToString();
        }
    }

    /// <summary>Null if no segment of a route has a place with coordinates.</summary>
    public static RouteMap? Of(JsonNode? message, string id = "route")
    {
        var legs = Segments(message).Select(RouteLeg.Of).OfType<RouteLeg>().OrderBy(leg => leg.Order).ToList();
        // A place that is named again lies where it lay before.
        var places = legs.SelectMany(leg => new[] { leg.From, leg.To })
            .Where(end => end is { At: not null, Name.Length: > 0 })
            .DistinctBy(end => end.Name)
            .ToDictionary(end => end.Name, end => end.At, StringComparer.Ordinal);
        RouteEnd Placed(RouteEnd end) => end.At is null ? end with { At = places.GetValueOrDefault(end.Name) } : end;
        return legs.Exists(leg => leg.From.At is not null || leg.To.At is not null)
            ? new([.. legs.Select(leg => leg with { From = Placed(leg.From), To = Placed(leg.To) })], id)
            : null;
    }

    /// <summary>The places of the route in its order, those without coordinates too; one after itself is one.</summary>
    public IEnumerable<RouteEnd> Places
    {
        get
        {
            RouteEnd? last = null;
            foreach (var end in Legs.SelectMany(leg => new[] { leg.From, leg.To }).Where(end => end.Name.Length > 0))
            {
                if (end != last)
                    yield return end;
                last = end;
            }
        }
    }

    /// <summary>A name beside its place, on the side that has more room, in lines that are no longer than that.</summary>
    public (int X, string Anchor, IReadOnlyList<string> Lines) LabelOf(RouteStop stop)
    {
        var x = PointOf(stop.At).X;
        var isLeft = x > Width / 2;
        var lines = LinesOf(stop.Name, (int)((isLeft ? x : Width - x) / (LetterWidth * Unit)) - 4);
        lines[0] = string.Create(CultureInfo.InvariantCulture, $"{stop.Number} {lines[0]}");
        return (x + (int)Math.Round((isLeft ? -8 : 8) * Unit), isLeft ? "end" : "start", lines);
    }

    // Its words; what the last line has no room for is in the list beside the map.
    private static List<string> LinesOf(string name, int room)
    {
        List<string> lines = [""];
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = $"{lines[^1]} {word}".TrimStart();
            if (longer.Length <= room || lines[^1].Length == 0 || lines.Count == MostLines)
                lines[^1] = longer;
            else
                lines.Add(word);
        }

        return lines.ConvertAll(line => line.Length <= room ? line : $"{line[..Math.Max(0, room - 1)].TrimEnd()}…");
    }

    /// <summary>The number of a place on the map; null without coordinates.</summary>
    public int? NumberOf(RouteEnd end) => Stops.FirstOrDefault(stop => stop.At == end.At)?.Number;

    /// <summary>Where a place is drawn, in units of the picture.</summary>
    public (int X, int Y) PointOf(Position at) =>
        ((int)Math.Round((at.East - _window.West) * _narrowing * _scale), (int)Math.Round((_window.North - at.North) * _scale));

    private static IEnumerable<string> Distinct(List<(int X, int Y)> points) =>
        points
            .Where((point, at) => at == 0 || point != points[at - 1])
            .Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X} {point.Y}"));

    private static Window Around(Window ends)
    {
        var (tall, wide) = (
            Math.Max(SmallestSpan, (ends.North - ends.South) * (1 + (2 * Margin))),
            Math.Max(SmallestSpan, (ends.East - ends.West) * (1 + (2 * Margin)))
        );
        // No strip: neither side is more than twice as long as the other.
        (tall, wide) = (Math.Max(tall, wide / 2), Math.Max(wide, tall / 2));
        var (north, east) = ((ends.North + ends.South) / 2, (ends.East + ends.West) / 2);
        return new(
            Math.Max(-90, north - (tall / 2)),
            Math.Min(90, north + (tall / 2)),
            Math.Max(-180, east - (wide / 2)),
            Math.Min(180, east + (wide / 2))
        );
    }

    // What is typed may be half done: whatever is no segment is no leg.
    private static IEnumerable<JsonObject> Segments(JsonNode? node) =>
        node switch
        {
            JsonObject segment
                when segment["type"] is JsonValue type && type.TryGetValue<string>(out var text) && text == "route-segment" => [segment],
            JsonObject members => members.SelectMany(member => Segments(member.Value)),
            JsonArray list => list.SelectMany(Segments),
            _ => [],
        };
}

/// <summary>A segment of a route.</summary>
/// <param name="Mode">Code of the means of travel; empty while it is not chosen.</param>
internal sealed record RouteLeg(int Order, RouteEnd From, RouteEnd To, string Mode, bool Inferred)
{
    public static RouteLeg? Of(JsonObject segment) =>
        segment["from"] is JsonObject from && segment["to"] is JsonObject to
            ? new(
                (int)(Number(segment["order"]) ?? int.MaxValue),
                RouteEnd.Of(from),
                RouteEnd.Of(to),
                Text(segment["mode"]),
                Text(segment["basis"]) == "inferred"
            )
            : null;

    internal static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    internal static double? Number(JsonNode? node) =>
        node is JsonValue value
        && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) < int.MaxValue
            ? number
            : null;
}

/// <summary>An end of a segment; without coordinates it is not on the map.</summary>
internal sealed record RouteEnd(string Name, Position? At)
{
    public static RouteEnd Of(JsonObject place) =>
        new(
            RouteLeg.Text(place["name"]),
            RouteLeg.Number(place["latitude"]) is >= -90 and <= 90 and var north
            && RouteLeg.Number(place["longitude"]) is >= -180 and <= 180 and var east
                ? new(north, east)
                : null
        );
}

/// <summary>A place on the map.</summary>
internal sealed record RouteStop(int Number, string Name, Position At);
