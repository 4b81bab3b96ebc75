namespace Exchange.Gateway.Border;

/// <summary>
/// Turns acks that come in any order into the fewest that a broker understands. Deliveries are numbered from 1. A number
/// that was acked is never said again, not even as the upper end of many: the broker closes the channel for it.
/// </summary>
internal sealed class AckOrder
{
    // Beyond the unbroken row.
    private readonly HashSet<ulong> _beyond = [];
    private ulong _unbroken;

    /// <summary>What to say, in order, once these are acked too.</summary>
    public List<(ulong Number, bool Multiple)> Take(IEnumerable<ulong> acked)
    {
        var fresh = acked.Where(number => number > _unbroken && _beyond.Add(number)).Order().ToList();
        while (_beyond.Remove(_unbroken + 1))
            _unbroken++;
        var said = new List<(ulong, bool)>();
        if (fresh.FindLast(number => number <= _unbroken) is > 0 and var last)
            said.Add((last, true));
        said.AddRange(fresh.Where(number => number > _unbroken).Select(number => (number, false)));
        return said;
    }
}
