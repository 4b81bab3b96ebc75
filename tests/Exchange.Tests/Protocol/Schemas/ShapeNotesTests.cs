using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Protocol.Schemas;

/// <summary>What a schema says of each way to read a member.</summary>
internal sealed class ShapeNotesTests
{
    private static readonly Form Plate = new("plate", new Regex(@"\A[A-Z]{2}[0-9]+\z"), "a plate");
    private static readonly Form Long = new("long", ["abc", "xyz"], new Regex(@"\A[a-z]{3}\z"), "a code of three letters");

    private enum Colour
    {
        Red,
        DarkBlue,
    }

    [Test]
    public void Each_way_to_read_is_a_schema_of_its_own() =>
        Shape(reader =>
            {
                reader.Integer("number", 1, 9);
                reader.OptionalIntegers("numbers", 3, 1, 9);
                reader.OptionalIds("ids", 2);
                reader.OptionalBoolean("flag");
                reader.Code<Colour>("colour");
                reader.OptionalLines("lines", 4, 5);
                reader.OptionalLine("plate", Plate);
                reader.OptionalText("text", 7);
            })
            .ToJsonString()
            .ShouldBe(
                JsonNode
                    .Parse(
                        """
                        {
                          "type": "object",
                          "properties": {
                            "number": { "type": "integer", "minimum": 1, "maximum": 9 },
                            "numbers": { "type": "array", "minItems": 1, "maxItems": 3, "items": { "type": "integer", "minimum": 1, "maximum": 9 } },
                            "ids": { "type": "array", "minItems": 1, "maxItems": 2, "items": { "$ref": "#/$defs/id" } },
                            "flag": { "type": "boolean" },
                            "colour": { "$ref": "#/$defs/colour" },
                            "lines": { "type": "array", "minItems": 1, "maxItems": 4, "items": { "$ref": "#/$defs/line", "maxLength": 5 } },
                            "plate": { "$ref": "#/$defs/plate" },
                            "text": { "$ref": "#/$defs/text", "maxLength": 7 }
                          },
                          "required": ["number", "colour"],
                          "additionalProperties": false
                        }
                        """
                    )!
                    .ToJsonString()
            );

    [Test]
    public void Codes_and_forms_are_defined_once()
    {
        var definitions = Definitions(reader =>
        {
            reader.Code<Colour>("one");
            reader.Codes<Colour>("two", 1, 2);
            reader.Line("three", Plate);
        });
        definitions
            .ToJsonString()
            .ShouldBe(
                """{"colour":{"type":"string","enum":["red","dark-blue"]},"plate":{"type":"string","description":"a plate","pattern":"^[A-Z]{2}[0-9]\u002B$(?!\\n)"}}"""
            );
    }

    [Test]
    public void A_list_that_is_too_long_for_a_schema_is_told_by_its_pattern() =>
        Definitions(reader => reader.Line("code", Long))["long"]!
            .AsObject()
            .Select(keyword => keyword.Key)
            .ShouldBe(["type", "description", "pattern"]);

    [Test]
    public void An_object_is_named_by_its_type_and_by_what_its_function_adds() =>
        Definitions(reader =>
            {
                reader.Object("one", Thing.Read);
                reader.Object("two", Thing.ReadEnd);
            })
            .Select(definition => definition.Key)
            .ShouldBe(["line", "thing", "thingEnd"]);

    [Test]
    public void Two_shapes_do_not_share_a_name() =>
        Should
            .Throw<InvalidOperationException>(() =>
                Definitions(reader =>
                {
                    reader.Object("one", Thing.Read);
                    reader.Object("two", other => new Thing(other.Line("another", 1)));
                })
            )
            .Message.ShouldContain("thing");

    [Test]
    public void Alternatives_are_told_by_their_code()
    {
        var definitions = Definitions(reader => reader.Object("thing", Thing.ReadAny));
        definitions["thingAny"]!.ToJsonString().ShouldBe("""{"oneOf":[{"$ref":"#/$defs/bigThing"},{"$ref":"#/$defs/small"}]}""");
        definitions["bigThing"]!["properties"]!["type"]!.ToJsonString().ShouldBe("""{"const":"big-thing"}""");
        definitions["bigThing"]!["required"]!.ToJsonString().ShouldBe("""["type","name"]""");
    }

    [TestCase("""{"numbers":[1,0,"x",2.5]}""", "403 /numbers/1, 401 /numbers/2, 401 /numbers/3")]
    [TestCase("""{"numbers":[]}""", "403 /numbers")]
    [TestCase("""{"ids":["019ab0e7-9b00-7abc-8def-0123456789ac","x"]}""", "401 /ids/1")]
    [TestCase("""{"ids":["019ab0e7-9b00-7abc-8def-0123456789ac","019ab0e7-9b00-7abc-8def-0123456789ac"]}""", "403 /ids")]
    [TestCase("{}", "")]
    public void Lists_of_numbers_and_ids_are_read(string json, string faults) =>
        string.Join(
                ", ",
                StrictJson
                    .Read(Encoding.UTF8.GetBytes(json), reader =>
                    {
                        reader.OptionalIntegers("numbers", 4, 1, 9);
                        reader.OptionalIds("ids", 2);
                        return "read";
                    })
                    .Faults.Select(fault => $"{(int)fault.Code} {fault.Pointer}")
            )
            .ShouldBe(faults);

    private static JsonObject Shape(Action<ObjectReader> read) => ShapeNotes.Of(new(), read);

    private static JsonObject Definitions(Action<ObjectReader> read)
    {
        var definitions = new SchemaDefinitions();
        ShapeNotes.Of(definitions, read);
        return definitions.All;
    }

    private sealed record Thing(string Name)
    {
        private static readonly Dictionary<string, Func<ObjectReader, Thing>> All = new() { ["big-thing"] = Read, ["small"] = ReadEnd };

        public static Thing Read(ObjectReader reader) => new(reader.Line("name", 5));

        public static Thing ReadEnd(ObjectReader reader) => new(reader.Line("end", 5));

        public static Thing ReadAny(ObjectReader reader) => reader.ByCode("type", All)!;
    }
}
