using System.Net;
using System.Net.Http.Json;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;

namespace Exchange.Tests.Gateway;

internal sealed class SchemaEndpointTests
{
    [Test]
    public async Task The_schema_of_each_kind_is_served()
    {
        await using var gateway = TestGateway.Start();
        using var officer = await gateway.ListenAsync(await gateway.OfficerKeyAsync());

        var kinds = await officer.GetFromJsonAsync<string[]>(new Uri("/api/v1/schemas", UriKind.Relative));
        kinds.ShouldBe(CaseKinds.All.Select(kind => kind.Code));
        foreach (var kind in CaseKinds.All)
        {
            using var schema = await officer.GetAsync(new Uri($"/api/v1/schemas/{kind}", UriKind.Relative));
            schema.Content.Headers.ContentType!.MediaType.ShouldBe("application/schema+json");
            (await schema.Content.ReadAsStringAsync()).ShouldBe(KindSchema.Write(kind));
        }

        using var none = await officer.GetAsync(new Uri("/api/v1/schemas/ping", UriKind.Relative));
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
