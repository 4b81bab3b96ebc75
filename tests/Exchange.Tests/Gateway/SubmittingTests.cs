using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Gateway.Submitting;
using Exchange.Protocol;
using Exchange.Protocol.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

internal sealed class SubmittingTests
{
    [Test]
    public async Task What_was_sent_is_found_under_its_key_also_when_it_could_not_be_sent_any_more()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = TestGateway.Start(clock);
        var json = RequestUntil(clock.Now().AddHours(1));
        var sent = (await SubmitAsync(gateway, json, "key")).ShouldBeOfType<SubmitResult.Sent>();
        clock.Advance(TimeSpan.FromHours(2));

        (await SubmitAsync(gateway, json, "key")).ShouldBe(sent);
        (await SubmitAsync(gateway, json, "another")).ShouldBeOfType<SubmitResult.Faulty>().Faults.ShouldHaveSingleItem().Code.ShouldBe(ReceiptCode.TimesImplausible);
        (await SubmitAsync(gateway, json, null)).ShouldBeOfType<SubmitResult.Faulty>();
        gateway.Read<long>("SELECT COUNT(*) FROM messages").ShouldBe(1);
    }

    private static Task<SubmitResult> SubmitAsync(TestGateway gateway, byte[] json, string? key) => gateway.Part<SubmitHandler>().OpenAsync(json, key, CancellationToken.None);

    private static byte[] RequestUntil(DateTimeOffset time)
    {
        using var resource = typeof(DemoStage).Assembly.GetManifestResourceStream("request.json")!;
        var root = JsonNode.Parse(resource)!.AsObject();
        root["expiresAt"] = ProtocolTime.Write(time);
        return System.Text.Encoding.UTF8.GetBytes(root.ToJsonString(ProtocolJson.Options));
    }
}
