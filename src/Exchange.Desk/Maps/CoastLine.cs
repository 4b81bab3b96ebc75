using System.Globalization;

namespace Exchange.Desk.Maps;

/// <summary>
/// The coast lines of the world, without borders: Natural Earth 1:50m (public domain), simplified to a tenth of a degree. It shows where,
/// and not how exactly.
/// </summary>
internal static class CoastLine
{
    private static readonly Lazy<IReadOnlyList<Ring>> All = new(Read);

    /// <summary>The land within a window, each piece as the corners of a polygon in degrees.</summary>
    public static IEnumerable<IReadOnlyList<Position>> Within(Window window) =>
        All
            .Value.Where(ring => ring.Bounds.Meets(window))
            .Select(ring => ring.Bounds.IsIn(window) ? ring.Corners : Clip(ring.Corners, window))
            .Where(corners => corners.Count > 2);

    // Sutherland and Hodgman: a polygon is cut by each side of the window in turn.
    private static List<Position> Clip(IReadOnlyList<Position> corners, Window window)
    {
        var left = Cut(corners, corner => corner.East >= window.West, (from, to) => AtEast(from, to, window.West));
        left = Cut(left, corner => corner.East <= window.East, (from, to) => AtEast(from, to, window.East));
        left = Cut(left, corner => corner.North >= window.South, (from, to) => AtNorth(from, to, window.South));
        return Cut(left, corner => corner.North <= window.North, (from, to) => AtNorth(from, to, window.North));
    }

    private static List<Position> Cut(
        IReadOnlyList<Position> corners,
        Func<Position, bool> isInside,
        Func<Position, Position, Position> cross
    )
    {
        var kept = new List<Position>();
        for (var at = 0; at < corners.Count; at++)
        {
            var (from, to) = (corners[at == 0 ? corners.Count - 1 : at - 1], corners[at]);
            if (isInside(from) != isInside(to))
                kept.Add(cross(from, to));
            if (isInside(to))
                kept.Add(to);
        }

        return kept;
    }

    private static Position AtEast(Position from, Position to, double east) =>
        new(from.North + ((to.North - from.North) * (east - from.East) / (to.East - from.East)), east);

    private static Position AtNorth(Position from, Position to, double north) =>
        new(north, from.East + ((to.East - from.East) * (north - from.North) / (to.North - from.North)));

    // A line for each piece of land: EAST,NORTH in tenths of a degree, with spaces between.
    private static List<Ring> Read()
    {
        using var resource = typeof(CoastLine).Assembly.GetManifestResourceStream("coast.txt")!;
        var rings = new List<Ring>();
        foreach (var line in new StreamReader(resource).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var corners = line.Split(' ')
                .Select(corner => corner.Split(','))
                .Select(corner => new Position(Tenths(corner[1]), Tenths(corner[0])))
                .ToList();
            rings.Add(new(corners, Window.Of(corners)));
        }

        return rings;
    }

    private static double Tenths(string text) => int.Parse(text, CultureInfo.InvariantCulture) / 10.0;

    private sealed record Ring(IReadOnlyList<Position> Corners, Window Bounds);
}

/// <summary>A place on the earth, in degrees (WGS 84).</summary>
internal readonly record struct Position(double North, double East);

/// <summary>A part of the earth between two parallels and two meridians, in degrees.</summary>
internal sealed record Window(double South, double North, double West, double East)
{
    public static Window Of(IReadOnlyCollection<Position> places) =>
        new(
            places.Min(place => place.North),
            places.Max(place => place.North),
            places.Min(place => place.East),
            places.Max(place => place.East)
        );

    public bool Meets(Window other) => South <= other.North && North >= other.South && West <= other.East && East >= other.West;

    public bool IsIn(Window other) => South >= other.South && North <= other.North && West >= other.West && East <= other.East;
}
