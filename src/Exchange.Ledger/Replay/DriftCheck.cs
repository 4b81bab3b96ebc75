using System.Globalization;
using Exchange.Protocol;

namespace Exchange.Ledger.Replay;

/// <summary>Holds a database's rows against those that its log leads to, and names each field that differs.</summary>
/// <param name="stable">
/// Size of the log before the rows were read. What entries from there on changed may or may not be in the rows, so a missing
/// row or another value is no drift then; a row that the log does not know is.
/// </param>
public sealed class DriftCheck(long stable = long.MaxValue)
{
    /// <summary>What differs, in the order of the log, then what only the database has.</summary>
    public IEnumerable<Drift> Compare(KeptRows log, KeptRows database)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(database);
        return
        [
            .. Pairs(log.Exchanges, database.Exchanges, row => (row.Counterpart, row.ExchangeId)).SelectMany(pair => Compare(pair.Log, pair.Database)),
            .. Pairs(log.Messages, database.Messages, row => (row.Counterpart, row.Outgoing, row.ExchangeId, row.MessageId)).SelectMany(pair => Compare(pair.Log, pair.Database)),
        ];
    }

    // A table has keys; what is not unique all the same is too many.
    private static IEnumerable<(T? Log, T? Database)> Pairs<T, TKey>(IEnumerable<T> log, IEnumerable<T> database, Func<T, TKey> keyOf)
        where T : class
        where TKey : notnull
    {
        var rows = database.GroupBy(keyOf).ToDictionary(group => group.Key, group => new Queue<T>(group));
        foreach (var row in log)
            yield return (row, rows.GetValueOrDefault(keyOf(row)) is { Count: > 0 } found ? found.Dequeue() : null);
        foreach (var row in rows.Values.SelectMany(rest => rest))
            yield return (null, row);
    }

    private IEnumerable<Drift> Compare(KeptExchange? log, KeptExchange? database)
    {
        if (log is null || database is null)
            return log is not null && log.Entry >= stable ? [] : [Missing((log ?? database)!.Counterpart, (log ?? database)!.ExchangeId, null, log?.Entry, log is not null)];
        return Differences(
            ("reference", log.Reference, database.Reference),
            ("openedByUs", Text(log.OpenedByUs), Text(database.OpenedByUs)),
            ("openedAt", Text(log.OpenedAt), Text(database.OpenedAt)))
            .Select(field => new Drift(log.Counterpart, log.ExchangeId, null, field.Name, log.Entry, field.Log, field.Database));
    }

    private IEnumerable<Drift> Compare(KeptMessage? log, KeptMessage? database)
    {
        if (log is null || database is null)
        {
            return log is not null && log.Entry >= stable
                ? []
                : [Missing((log ?? database)!.Counterpart, (log ?? database)!.ExchangeId, (log ?? database)!.MessageId, log?.Entry, log is not null)];
        }

        return (log.Settlement ?? log.Entry) >= stable ? [] : Fields(log, database);
    }

    private static IEnumerable<Drift> Fields(KeptMessage log, KeptMessage database) =>
    [
        .. Differences(
            ("kind", log.Kind, database.Kind),
            ("sequence", Text(log.Sequence), Text(database.Sequence)),
            ("signed", log.Signed?.ToString(), database.Signed?.ToString()),
            ("sealed", log.Sealed?.ToString(), database.Sealed?.ToString()),
            ("issuedAt", Text(log.IssuedAt), Text(database.IssuedAt)),
            ("expiresAt", Text(log.ExpiresAt), Text(database.ExpiresAt)),
            ("recordedAt", Text(log.RecordedAt), Text(database.RecordedAt)),
            ("entryIndex", Text(log.Entry), Text(database.Entry)))
            .Select(field => new Drift(log.Counterpart, log.ExchangeId, log.MessageId, field.Name, log.Entry, field.Log, field.Database)),
        .. Differences(
            ("transport", log.Transport, database.Transport),
            ("code", Text(log.Code), Text(database.Code)),
            ("settledAt", Text(log.SettledAt), Text(database.SettledAt)))
            .Select(field => new Drift(log.Counterpart, log.ExchangeId, log.MessageId, field.Name, log.Settlement ?? log.Entry, field.Log, field.Database)),
    ];

    private static Drift Missing(string counterpart, Guid exchangeId, Guid? messageId, long? entry, bool isInLog) =>
        new(counterpart, exchangeId, messageId, Drift.Row, entry, isInLog ? "there is one" : null, isInLog ? null : "there is one");

    private static IEnumerable<(string Name, string? Log, string? Database)> Differences(params IEnumerable<(string Name, string? Log, string? Database)> fields) =>
        fields.Where(field => field.Log != field.Database);

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool flag) => flag ? "true" : "false";

    private static string? Text(DateTimeOffset? time) => time is { } value ? ProtocolTime.Write(value) : null;
}
