namespace Exchange.Cli.Ledger;

/// <summary>The faults that a verification finds: the first twenty.</summary>
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

    /// <summary>Runs an action that reads a file; a damaged file is a fault.</summary>
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
