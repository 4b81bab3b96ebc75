using Exchange.Protocol.Schemas;

namespace Exchange.Gateway.Api;

/// <summary>What may be submitted of each kind, as JSON Schema.</summary>
internal static class SchemaEndpoints
{
    public const string Type = "application/schema+json";

    public static IResult List() => Results.Json(CaseKinds.All.Select(kind => kind.Code), ProtocolJson.Options);

    public static IResult Read(string kind) =>
        CaseKinds.Find(kind) is { } found ? Results.Text(KindSchema.Write(found), Type) : Problems.NotFound("kind of message");
}
