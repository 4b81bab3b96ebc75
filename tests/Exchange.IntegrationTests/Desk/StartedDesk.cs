using System.Diagnostics;
using Exchange.Cli.Demo;

namespace Exchange.IntegrationTests.Desk;

/// <summary>The desk as a program of its own, on this machine, before a gateway.</summary>
internal sealed class StartedDesk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("exchange-desk-");
    private readonly Process _process;

    private StartedDesk(string gateway, IReadOnlyDictionary<string, string>? settings)
    {
        Address = new($"http://localhost:{LoopbackPorts.Free(1)[0]}");
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(own.FullName, "..", "..", "Exchange.Desk", own.Name, "Exchange.Desk.dll")])
        {
            Environment =
            {
                ["Desk__Gateway"] = gateway,
                ["Desk__State"] = _state.FullName,
                ["Desk__Url"] = Address.ToString(),
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    public Uri Address { get; }

    /// <param name="gateway">Its setting <c>Desk:Gateway</c>.</param>
    /// <param name="settings">More settings, as variables of its environment.</param>
    public static async Task<StartedDesk> BeforeAsync(string gateway, IReadOnlyDictionary<string, string>? settings = null)
    {
        var desk = new StartedDesk(gateway, settings);
        using var http = new HttpClient { BaseAddress = desk.Address };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(100))
        {
            try
            {
                using var answer = await http.GetAsync("sign-in");
                if (answer.IsSuccessStatusCode)
                    return desk;
            }
            catch (HttpRequestException)
            {
                // It is not listening yet.
            }
        }

        await desk.DisposeAsync();
        throw new TimeoutException("The desk did not answer in time.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _state.Delete(recursive: true);
    }
}
