using Exchange.Gateway.Border;
using Exchange.Gateway.Dispatching;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Linking;

/// <summary>Runs every link: for each counterpart, what arrives, what is sent, what is due and what is deferred.</summary>
internal sealed class LinkService(
    IServiceProvider services,
    Counterparts counterparts,
    BrokerEndpoints endpoints,
    GatewaySettings settings,
    LinkStates states,
    JournalWriter journal,
    WaitingCheckpoints waiting,
    TimeProvider clock,
    ILogger<LinkService> logger
) : BackgroundService
{
    private static readonly TimeSpan BeforeStartingAgain = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        waiting.Ready += judge => _ = JudgeAgainAsync(judge);
        return Task.WhenAll(counterparts.All.Select(counterpart => RunAsync(counterpart, stoppingToken)));
    }

    private Task RunAsync(Counterpart counterpart, CancellationToken stopping)
    {
        var keeper = Make<LinkKeeper>(counterpart);
        var review = Make<DeferredReview>(counterpart);
        // It is kept when a receiver fails.
        var allowance = Make<Allowance>(counterpart.Name);
        return Task.WhenAll(
            KeepRunningAsync(counterpart, (_, token) => ReceiveAsync(counterpart, allowance, token), stopping),
            KeepRunningAsync(counterpart, DispatchAsync, stopping),
            KeepRunningAsync(counterpart, (_, token) => keeper.RunAsync(token), stopping),
            KeepRunningAsync(counterpart, (_, token) => review.RunAsync(token), stopping)
        );
    }

    private async Task ReceiveAsync(Counterpart counterpart, Allowance allowance, CancellationToken stopping)
    {
        var options = settings.Border.Connection;
        await using var consumer = new MailboxConsumer(endpoints.OwnMailboxOf(counterpart), options, clock, state =>
            states.Set(counterpart.Name, outgoing: false, state)
        );
        await Make<MailboxReceiver>(counterpart.Name, consumer, allowance).RunAsync(stopping);
    }

    private async Task DispatchAsync(Counterpart counterpart, CancellationToken stopping)
    {
        // Without a grant, everything waits in the outbox.
        if (counterpart.Grant is not { } grant)
            return;
        await using var publisher = new MailboxPublisher(endpoints.MailboxAt(grant), settings.Border.Connection, clock, state =>
            states.Set(counterpart.Name, outgoing: true, state)
        );
        using var dispatcher = Make<Dispatcher>(counterpart, publisher);
        journal.Committed += dispatcher.Wake;
        try
        {
            await dispatcher.RunAsync(stopping);
        }
        finally
        {
            journal.Committed -= dispatcher.Wake;
        }
    }

    // A fault of this program in one part of one link must not end the others, and is not final.
    private async Task KeepRunningAsync(Counterpart counterpart, Func<Counterpart, CancellationToken, Task> run, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await run(counterpart, stopping);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogError(
                    Trace.Of(exception),
                    "A part of the link to {Counterpart} failed; it is started again: {Reason}",
                    counterpart,
                    exception.Message
                );
                await Task.Delay(BeforeStartingAgain, clock, CancellationToken.None);
            }
        }
    }

    private async Task JudgeAgainAsync(Action<JournalTransaction> judge)
    {
        try
        {
            await journal.ProposeAsync("checkpoint.judge-again", judge);
        }
        catch (Exception exception) when (exception is JournalUnavailableException or LedgerSuspendedException)
        {
            logger.LogWarning("A waiting checkpoint was not judged; the resend brings it again: {Reason}", exception.Message);
        }
    }

    private T Make<T>(params object[] arguments) => ActivatorUtilities.CreateInstance<T>(services, arguments);
}
