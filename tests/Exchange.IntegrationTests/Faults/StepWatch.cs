using Exchange.Gateway.Home;

namespace Exchange.IntegrationTests.Faults;

/// <summary>Watches a gateway's log, from where it ends now, for the durable steps that it names.</summary>
internal sealed class StepWatch(string log, DurableStep step) : IDisposable
{
    private readonly StreamReader _lines = OpenAtEnd(log);
    private readonly string _sign = $"\"Step\":\"{step}\"";

    /// <summary>
    /// Returns as soon as the step was named for the given time; polls without pause, to be as near to it as one can be from outside.
    /// </summary>
    public Task SeeAsync(int times) =>
        Task.Run(() =>
        {
            for (var seen = 0; seen < times;)
            {
                if (_lines.ReadLine() is not { } line)
                    Thread.Yield();
                else if (line.Contains(_sign, StringComparison.Ordinal))
                    seen++;
            }
        });

    public void Dispose() => _lines.Dispose();

    private static StreamReader OpenAtEnd(string log)
    {
        var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(0, SeekOrigin.End);
        return new(stream);
    }
}
