using System.Text.Json.Nodes;
using Exchange.Desk.Maps;

namespace Exchange.Tests.Desk;

/// <summary>A route on a coast line, of what a message says or somebody has half typed.</summary>
internal sealed class RouteMapTests
{
    [Test]
    public void A_route_is_drawn_in_its_order_between_the_places_that_have_coordinates()
    {
        var map = RouteMap
            .Of(
                Message(Segment(2, "Andaman Sea", 10, 96, "Langkawi", 6.35, 99.8), Segment(1, "Teknaf", 20.86, 92.3, "Andaman Sea", 10, 96))
            )
            .ShouldNotBeNull();

        map.Legs.Select(leg => leg.From.Name).ShouldBe(["Teknaf", "Andaman Sea"]);
        map.Stops.Select(stop => (stop.Number, stop.Name)).ShouldBe([(1, "Teknaf"), (2, "Andaman Sea"), (3, "Langkawi")]);
        map.NumberOf(map.Legs[1].To).ShouldBe(3);
        var (north, south) = (map.PointOf(map.Stops[0].At), map.PointOf(map.Stops[2].At));
        (north.Y < south.Y, north.X < south.X).ShouldBe((true, true));
        foreach (var point in map.Stops.Select(stop => map.PointOf(stop.At)))
            (point.X is > 0 and < RouteMap.Width && point.Y > 0 && point.Y < map.Height).ShouldBeTrue($"{point}");
        map.Land.ShouldStartWith("M");
        map.Land.Length.ShouldBeInRange(500, 20_000);
        map.Land.All(character => "MLZ -".Contains(character) || char.IsAsciiDigit(character)).ShouldBeTrue();
    }

    [Test]
    public void Land_is_cut_at_the_edges_of_the_picture()
    {
        var map = RouteMap.Of(Message(Segment(1, "Dhaka", 23.8, 90.4, "Kolkata", 22.57, 88.36))).ShouldNotBeNull();

        var numbers = map.Land.Split('M', 'L', 'Z', ' ').Where(text => text.Length > 0).Select(int.Parse).ToList();
        numbers.Min().ShouldBeGreaterThanOrEqualTo(0);
        numbers.Max().ShouldBeLessThanOrEqualTo(Math.Max(RouteMap.Width, map.Height));
    }

    [Test]
    public void A_place_without_coordinates_is_named_and_not_drawn()
    {
        var segment = Segment(1, "A village", 0, 0, "Port Klang", 3, 101.4);
        segment["from"]!.AsObject().Remove("latitude");

        var map = RouteMap.Of(Message(segment)).ShouldNotBeNull();

        map.Stops.ShouldHaveSingleItem().Name.ShouldBe("Port Klang");
        map.NumberOf(map.Legs[0].From).ShouldBeNull();
    }

    [Test]
    public void A_place_that_is_named_again_without_coordinates_lies_where_it_lay_and_every_place_is_named_in_order()
    {
        var second = Segment(2, "Beach", 0, 0, "Langkawi", 6.35, 99.8);
        second["from"]!.AsObject().Remove("latitude");
        var third = Segment(3, "Langkawi", 0, 0, "A site", 0, 0);
        third["from"]!.AsObject().Remove("latitude");
        third["to"]!.AsObject().Remove("latitude");

        var map = RouteMap.Of(Message(third, second, Segment(1, "Teknaf", 20.86, 92.3, "Beach", 21.2, 92.05)), "route-7").ShouldNotBeNull();

        map.Legs.Select(leg => (map.NumberOf(leg.From), map.NumberOf(leg.To))).ShouldBe([(1, 2), (2, 3), (3, null)]);
        map.Places.Select(place => place.Name).ShouldBe(["Teknaf", "Beach", "Langkawi", "A site"]);
        map.Id.ShouldBe("route-7");
        var (left, right) = (map.LabelOf(map.Stops[0]), map.LabelOf(map.Stops[2]));
        (left.Anchor, left.Lines[0], right.Anchor, right.Lines[0]).ShouldBe(("start", "1 Teknaf", "end", "3 Langkawi"));
    }

    [Test]
    public void A_name_is_no_longer_than_the_room_beside_its_place()
    {
        LinesOf(new('x', 200)).ShouldHaveSingleItem().ShouldEndWith("…");
        LinesOf("Beach south of Cox's Bazar near the lighthouse").ShouldBe(["1 Beach south of Cox's Bazar", "near the lighthouse"]);
        var many = LinesOf(string.Join(' ', Enumerable.Repeat("harbour", 20)));
        (many.Count, many[^1][^1]).ShouldBe((3, '…'));

        static IReadOnlyList<string> LinesOf(string name)
        {
            var map = RouteMap.Of(Message(Segment(1, name, 21, 92, "B", 6, 100))).ShouldNotBeNull();
            var lines = map.LabelOf(map.Stops[0]).Lines;
            lines.ShouldAllBe(line => line.Length < 40);
            return lines;
        }
    }

    [TestCase("""{ "body": {} }""")]
    [TestCase("""{ "body": { "entities": [{ "type": "route-segment" }, { "type": 7 }, "x"] } }""")]
    [TestCase(
        """{ "body": { "entities": [{ "type": "route-segment", "order": "one", "from": {}, "to": { "latitude": 91, "longitude": 1e300 } }] } }"""
    )]
    [TestCase("null")]
    public void What_has_no_place_on_the_earth_has_no_map(string message) => RouteMap.Of(JsonNode.Parse(message)).ShouldBeNull();

    [Test]
    public void Around_the_world_it_still_has_a_bounded_size() =>
        RouteMap.Of(Message(Segment(1, "A", 70, -179, "B", -50, 179))).ShouldNotBeNull().Land.Length.ShouldBeLessThan(80_000);

    // As it is read from a draft or a message.
    private static JsonNode Message(params JsonObject[] segments) =>
        JsonNode.Parse(new JsonObject { ["body"] = new JsonObject { ["entities"] = new JsonArray([.. segments]) } }.ToJsonString())!;

    private static JsonObject Segment(int order, string from, double north, double east, string to, double toNorth, double toEast) =>
        new()
        {
            ["type"] = "route-segment",
            ["order"] = order,
            ["mode"] = "sea",
            ["basis"] = "inferred",
            ["from"] = new JsonObject
            {
                ["name"] = from,
                ["latitude"] = north,
                ["longitude"] = east,
            },
            ["to"] = new JsonObject
            {
                ["name"] = to,
                ["latitude"] = toNorth,
                ["longitude"] = toEast,
            },
        };
}
