using Polly;
using Polly.Retry;

namespace Exchange.Gateway.Border;

/// <summary>
/// Keeps a session with one broker: opens it, lets <c>serve</c> use it until its token is cancelled, and opens the next
/// when it is lost, with back-off. <c>failed</c> is told of each attempt that failed and each session that was lost,
/// <c>onState</c> when the link comes up, goes down, or stays down for another reason; neither may block or throw.
/// </summary>
internal sealed class BorderLink(
    BrokerConnector connector,
    BorderOptions options,
    TimeProvider clock,
    Func<BrokerSession, CancellationToken, Task> serve,
    Action<BorderException> failed,
    Action<LinkState> onState
)
{
    private readonly ResiliencePipeline _backOff = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(
            new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<BorderException>(),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BackOffMinimum,
                MaxDelay = options.BackOffMaximum,
            }
        )
        .Build();

    private LinkState? _state;

    /// <summary>Goes on until it is cancelled; then the session is closed in good order.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            // Each run of the pipeline begins with no pause and the shortest back-off.
            while (true)
                await _backOff.ExecuteAsync(UntilLostAsync, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    }

    /// <summary>One session. A fault that is thrown is one to back off from.</summary>
    private async ValueTask UntilLostAsync(CancellationToken stop)
    {
        var started = clock.GetTimestamp();
        try
        {
            await using var session = await connector.OpenAsync(stop);
            await UseAsync(session, stop);
        }
        catch (BorderException fault)
        {
            failed(fault);
            Report(LinkState.Down(fault));
            if (clock.GetElapsedTime(started) < options.BackOffMaximum)
                throw;
        }
    }

    private async Task UseAsync(BrokerSession session, CancellationToken stop)
    {
        Report(LinkState.Up(connector.Endpoint, connector.Shown));
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Ended);
        try
        {
            await serve(session, until.Token);
        }
        catch (Exception e) when (e is not BorderException && !until.IsCancellationRequested)
        {
            session.End(ClientFaults.OfUse(connector.Endpoint, e));
        }
        catch (Exception e) when (e is not BorderException)
        {
            // Whatever it tripped over, the session was over by then.
        }
        finally
        {
            // The end of the session may not have reached this token yet, and what still waits for it would wait for good.
            await until.CancelAsync();
        }
        if (session.Fault is { } fault && !stop.IsCancellationRequested)
            throw fault;
        stop.ThrowIfCancellationRequested();
    }

    private void Report(LinkState state)
    {
        if (_state is { } last && last.Fault == state.Fault)
            return;
        _state = state;
        onState(state);
    }
}
