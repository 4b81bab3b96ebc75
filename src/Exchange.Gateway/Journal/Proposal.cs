using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Exchange.Gateway.Journal;

/// <summary>The name and the actor of a proposal.</summary>
/// <param name="Name">For traces and metrics: what changes, and how.</param>
/// <param name="Actor">Also the actor of its ledger entries, unless an entry names another.</param>
internal readonly record struct ProposalHeader(string Name, string Actor = ProposalHeader.Gateway)
{
    public const string Gateway = "gateway";
    public const string Operator = "operator";

    public static implicit operator ProposalHeader(string name) => new(name);
}

/// <summary>Something to record; its caller waits until it is durable.</summary>
internal abstract class Proposal(ProposalHeader header)
{
    public const string Telemetry = "Exchange.Gateway.Journal";

    private static readonly ActivitySource Activities = new(Telemetry);
    private static readonly Meter Meter = new(Telemetry);
    private static readonly Counter<long> Ended = Meter.CreateCounter<long>(
        "exchange.journal.proposals",
        description: "Proposals by name and outcome."
    );

    // The activity of the caller: the journal's thread has none.
    private readonly ActivityContext _cause = Activity.Current?.Context ?? default;

    public ProposalHeader Header => header;

    /// <summary>Records it in the present batch, as an activity of its caller.</summary>
    public void Run(JournalTransaction transaction)
    {
        using var activity = Activities.StartActivity(header.Name, ActivityKind.Internal, _cause);
        activity?.SetTag("exchange.actor", header.Actor);
        Record(transaction);
    }

    /// <summary>After the commit: completes the caller.</summary>
    public void Complete()
    {
        if (Succeed())
            Count("recorded");
    }

    /// <summary>It was not recorded, by itself or with its whole batch.</summary>
    public void Fail(Exception fault)
    {
        Count(fault is JournalUnavailableException ? "failed" : "refused");
        Throw(fault);
    }

    protected abstract void Record(JournalTransaction transaction);

    /// <returns>False if it failed by itself.</returns>
    protected abstract bool Succeed();

    protected abstract void Throw(Exception fault);

    private void Count(string outcome) => Ended.Add(1, new("name", header.Name), new("outcome", outcome));
}

/// <inheritdoc/>
internal sealed class Proposal<T>(ProposalHeader header, Func<JournalTransaction, T> run) : Proposal(header)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    protected override void Record(JournalTransaction transaction) => _result = run(transaction);

    protected override bool Succeed() => _done.TrySetResult(_result);

    protected override void Throw(Exception fault) => _done.TrySetException(fault);
}

/// <summary>
/// The journal could not record a proposal. None of it happened, unless the message says that this is not known; it can be repeated.
/// </summary>
internal sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
