using System.Diagnostics;

namespace Exchange.IntegrationTests.Broker;

/// <summary>Waits for what another process does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task IsAsync<T>(T expected, Func<Task<T>> look, TimeSpan? limit = null)
    {
        var waited = Stopwatch.StartNew();
        T seen;
        while (!Equals(seen = await look(), expected) && waited.Elapsed < (limit ?? Limit))
            await Task.Delay(Pause);
        seen.ShouldBe(expected);
    }
}
