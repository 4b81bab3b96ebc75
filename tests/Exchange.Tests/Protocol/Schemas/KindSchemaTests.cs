using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Schemas;

namespace Exchange.Tests.Protocol.Schemas;

/// <summary>What is committed is what the readers say of themselves.</summary>
internal sealed class KindSchemaTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Exchange.Protocol", "Schemas");

    public static IEnumerable<CaseKind> Kinds => CaseKinds.All;

    /// <summary>
    /// After a wanted change of the vocabulary, write the files anew: <c>EXCHANGE_RENEW=schemas dotnet test tests/Exchange.Tests
    /// --filter KindSchemaTests</c>, and read the difference before it is committed.
    /// </summary>
    [TestCaseSource(nameof(Kinds))]
    public void A_schema_is_committed_as_it_is_made(CaseKind kind)
    {
        var file = Path.Combine(Folder, $"{kind}.schema.json");
        if (Environment.GetEnvironmentVariable("EXCHANGE_RENEW") == "schemas")
            File.WriteAllText(file, KindSchema.Write(kind));
        File.ReadAllText(file).ShouldBe(KindSchema.Write(kind));
    }

    [Test]
    public void Every_description_is_of_a_member_or_a_code()
    {
        var all = CaseKinds.All.Select(KindSchema.Of).ToList();
        var places = all.SelectMany(schema => schema["$defs"]!.AsObject())
            .Append(KeyValuePair.Create("submission", (JsonNode?)all[0]))
            .SelectMany(definition =>
                (definition.Value!["properties"] as JsonObject ?? [])
                    .Select(property => property.Key)
                    .Concat((definition.Value["enum"] as JsonArray ?? []).Select(code => code!.GetValue<string>()))
                    .Select(name => $"{definition.Key}/{name}")
            );

        SchemaNotes.Descriptions.Keys.Except(places).ShouldBeEmpty();
    }

    [Test]
    public void No_file_is_of_a_kind_that_there_is_not() =>
        Directory
            .EnumerateFiles(Folder, "*.json")
            .Select(file => Path.GetFileName(file).Split('.')[0])
            .ShouldBe(CaseKinds.All.Select(kind => kind.Code), ignoreOrder: true);
}
