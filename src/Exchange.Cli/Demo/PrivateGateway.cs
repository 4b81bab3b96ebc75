using System.Net;

namespace Exchange.Cli.Demo;

/// <summary>A gateway as a separate process, which ends with the process that started it.</summary>
internal sealed class PrivateGateway(Home home, string log) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly SupervisedProcess _process = new("private-program.sh");

    public string Log => log;
    public int? ProcessId => _process.Id;

    /// <summary>Starts it and waits until its API answers and its own broker is connected.</summary>
    /// <exception cref="CommandFailedException">It ended, or was not ready in time.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await LaunchAsync(cancellation);
        await WaitUntilReadyAsync(cancellation);
    }

    public async Task LaunchAsync(CancellationToken cancellation)
    {
        var program = GatewayProgram.Find();
        string[] arguments = [log, program.FileName, .. program.Arguments("run", "--home", home.Folder)];
        if (
            !await _process.StartAsync(
                arguments,
                environment => environment["EXCHANGE_PASSPHRASE_FILE"] = home.PassphraseFile,
                cancellation
            )
        )
        {
            throw NotStarted("its supervising shell ended at once; install bash, setsid and setpriv (util-linux)");
        }
    }

    /// <summary>Waits until its API answers and its own broker is connected.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        var address = new GatewayAddress($"unix:{home.ApiSocket}", Token: "");
        using var http = new HttpClient(address.Transport()) { BaseAddress = address.Base };
        if (
            await _process.WaitUntilAsync(
                () => IsReadyAsync(http, cancellation),
                StartLimit,
                $"it was not ready within {StartLimit.TotalSeconds:0} s",
                cancellation
            ) is
            { } reason
        )
        {
            throw NotStarted(reason);
        }
    }

    public Task<int> WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public Task StopAsync() => _process.StopAsync();

    /// <summary>Kills it as a power failure would (SIGKILL).</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private CommandFailedException NotStarted(string reason) =>
        new(ExitCode.Failed, $"The gateway of {home.Folder} did not start: {reason}. The last lines of its service log:")
        {
            Details = LastWords.Of(log),
        };
}
