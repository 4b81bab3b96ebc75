using Exchange.Ledger.Replay;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Ledger;

/// <summary>The result of a replay.</summary>
/// <param name="Party">Whose ledger.</param>
/// <param name="Size">Entries of the ledger.</param>
/// <param name="Root">Root under the signed checkpoint.</param>
/// <param name="Entries">Entries that count at the moment.</param>
/// <param name="At">The time at the moment.</param>
/// <param name="Included">True if every entry is included under the signed checkpoint.</param>
internal sealed record ReplaySummary(string Party, long Size, string? Root, long Entries, DateTimeOffset At, bool Included)
{
    private readonly SortedDictionary<string, long> _statuses = new(StringComparer.Ordinal);

    public long Exchanges { get; private set; }

    public long Overdue { get; private set; }

    /// <summary>How many exchanges are in each status.</summary>
    public IReadOnlyDictionary<string, long> Statuses => _statuses;

    /// <summary>Counts an exchange.</summary>
    public void Count(ExchangeSummary exchange)
    {
        Exchanges++;
        Overdue += exchange.Overdue ? 1 : 0;
        var status = CodeNames<ExchangeStatus>.Write(exchange.Status);
        _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
    }
}
