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
