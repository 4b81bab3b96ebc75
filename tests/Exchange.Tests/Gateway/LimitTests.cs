using System.Net;
using Exchange.Gateway.Api;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Tests.Gateway;

/// <summary>Whoever asks too often is told when to ask again, and takes nothing from others.</summary>
internal sealed class LimitTests
{
    private TestGateway _gateway = null!;

    [OneTimeSetUp]
    public void Start() => _gateway = TestGateway.Start();

    [OneTimeTearDown]
    public async Task End() => await _gateway.DisposeAsync();

    [TestCase(Role.Officer, "messages/{0}/content", Limits.ContentsAtOnce)]
    [TestCase(Role.Officer, "lessons", Limits.SearchesAtOnce)]
    [TestCase(Role.Auditor, "ledger/search", Limits.SearchesAtOnce)]
    [TestCase(Role.Auditor, "exchanges/{0}/replay", Limits.SearchesAtOnce)]
    [TestCase(Role.Supervisor, "figures", Limits.SearchesAtOnce)]
    public async Task One_caller_is_limited_and_another_is_not(Role role, string route, int most)
    {
        using var eager = await _gateway.ListenAsync(await _gateway.KeyAsync(role));
        using var other = await _gateway.ListenAsync(await _gateway.KeyAsync(role));
        var path = $"/api/v1/{string.Format(System.Globalization.CultureInfo.InvariantCulture, route, MessageId.New(TimeProvider.System))}";

        HttpResponseMessage? last = null;
        // What is given back meanwhile is less than half of it.
        for (var asked = 0; asked < most * 3 / 2 && last?.StatusCode != HttpStatusCode.TooManyRequests; asked++)
        {
            last?.Dispose();
            last = await eager.GetAsync(path);
            if (asked < most)
                last.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
        }

        last!.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await last.Content.ReadAsStringAsync()).ShouldContain("too-often");
        (await other.GetAsync(path)).StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
        (await eager.GetAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
