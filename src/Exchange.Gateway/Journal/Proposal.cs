namespace Exchange.Gateway.Journal;

/// <summary>Something to record, with whom to tell when it is durable.</summary>
internal abstract class Proposal
{
    public abstract void Run(JournalTransaction transaction);

    /// <summary>After the commit: hands out the result.</summary>
    public abstract void Complete();

    /// <summary>It was not recorded, alone or with its whole batch.</summary>
    public abstract void Fail(Exception fault);
}

/// <inheritdoc/>
internal sealed class Proposal<T>(Func<JournalTransaction, T> run) : Proposal
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override void Run(JournalTransaction transaction) => _result = run(transaction);

    // Does nothing to a proposal that has failed alone.
    public override void Complete() => _done.TrySetResult(_result);

    public override void Fail(Exception fault) => _done.TrySetException(fault);
}
