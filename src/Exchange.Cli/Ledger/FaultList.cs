namespace Exchange.Cli.Ledger;

/// <summary>What a verification finds wrong: the first twenty, for whoever mends a log begins at its first fault.</summary>
internal sealed class FaultList
{
    public const int Most = 20;

    private readonly List<string> _faults = [];

    /// <summary>The faults; a list that is full ends with a line that says so.</summary>
    public IReadOnlyList<string> All => IsFull ? [.. _faults, FormattableString.Invariant($"These are the first {Most}; there may be more.")] : _faults;

    public bool IsFull => _faults.Count == Most;

    public void Add(string fault)
    {
        if (!IsFull)
            _faults.Add(fault);
    }

    public void AddRange(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
            Add(fault);
    }

    /// <summary>Does something that reads a file; what is wrong with the file is a fault.</summary>
    public void Try(Action read)
    {
        try
        {
            read();
        }
        catch (LogFileException damaged)
        {
            Add(damaged.Message);
        }
    }
}
