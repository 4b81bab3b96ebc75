using System.Text.Json.Nodes;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Schemas;

/// <summary>
/// The JSON Schema (2020-12) of a kind: of what an officer submits, and under <c>$defs/message</c> of the message that crosses the
/// border. It is made from the functions that read both, so it refuses what they refuse, except for rules between members.
/// </summary>
public static class KindSchema
{
    public static JsonObject Of(CaseKind kind)
    {
        var definitions = new SchemaDefinitions();
        var submission = SchemaNotes.Describe("submission", ShapeNotes.Of(definitions, reader => Submission.Note(reader, kind)));
        definitions.Add("message", ShapeNotes.Of(definitions, reader => MessageParser.Note(reader, kind)));
        return new([
            new("$schema", "https://json-schema.org/draft/2020-12/schema"),
            new("title", kind.Code),
            new("description", kind.Summary),
            .. submission.Select(keyword => KeyValuePair.Create(keyword.Key, keyword.Value?.DeepClone())),
            new("$defs", definitions.All),
        ]);
    }

    /// <summary>As committed, served and printed.</summary>
    public static string Write(CaseKind kind) => Of(kind).ToJsonString(ProtocolJson.Indented) + "\n";
}
