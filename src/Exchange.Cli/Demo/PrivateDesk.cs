namespace Exchange.Cli.Demo;

/// <summary>The desk of a party, for browsers on this machine, as a separate process that ends with the process that started it.</summary>
internal sealed class PrivateDesk(Home home, Uri address) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly SupervisedProcess _process = new("private-program.sh");

    public Uri Address => address;

    private string Log => Path.Combine(home.Folder, "desk.log");

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="CommandFailedException">It ended, or was not ready in time.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var program = GatewayProgram.Find(AppContext.BaseDirectory, "Exchange.Desk");
        using var http = new HttpClient { BaseAddress = Address };
        var hasStarted = await _process.StartAsync([Log, program.FileName, .. program.Arguments()], SetEnvironment, cancellation);
        if (
            !hasStarted
            || await _process.WaitUntilAsync(
                () => IsReadyAsync(http, cancellation),
                StartLimit,
                $"it was not ready within {StartLimit.TotalSeconds:0} s",
                cancellation
            )
                is not null
        )
        {
            throw new CommandFailedException(
                ExitCode.Failed,
                $"The desk of {home.Folder} did not start. The last lines of its service log:"
            )
            {
                Details = LastWords.Of(Log),
            };
        }
    }

    public async ValueTask DisposeAsync() => await _process.StopAsync();

    private void SetEnvironment(IDictionary<string, string?> environment)
    {
        environment["Desk__Gateway"] = $"unix:{home.ApiSocket}";
        environment["Desk__State"] = Path.Combine(home.Folder, "desk");
        environment["Desk__Url"] = Address.ToString();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("sign-in", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
