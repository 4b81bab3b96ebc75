using System.Diagnostics;

namespace Exchange.Tests.Gateway;

/// <summary>Waits for what another thread is about to do, with a limit.</summary>
internal static class Soon
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="condition">What is waited for.</param>
    /// <param name="meanwhile">Done before each look, such as moving a clock on.</param>
    public static async Task IsAsync(Func<bool> condition, Action? meanwhile = null)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience;)
        {
            meanwhile?.Invoke();
            if (condition())
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        Assert.Fail("It has not come to be.");
    }
}
