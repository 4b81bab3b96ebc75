using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Ledger.Replay;

/// <summary>Compares the rows of a database with the rows that its ledger implies, and reports each field that differs.</summary>
/// <param name="stable">
/// Size of the ledger before the rows were read. The rows may or may not include the changes of later entries, so for them a
/// missing row or another value is no drift. A row that the ledger does not know always is.
/// </param>
public sealed class DriftCheck(long stable = long.MaxValue)
{
    /// <summary>The differences in ledger order, then the rows that only the database has.</summary>
    public IEnumerable<Drift> Compare(KeptRows log, KeptRows database) =>
        [
            .. Pairs(log.Exchanges, database.Exchanges, row => (row.Counterpart, row.ExchangeId))
                .SelectMany(pair => Compare(pair.Log, pair.Database)),
            .. Pairs(log.Messages, database.Messages, row =>
                    (row.Counterpart, row.Outgoing, row.ExchangeId, row.MessageId, Entry: row.HasNames ? -1 : row.Entry)
                )
                .SelectMany(pair => Compare(pair.Log, pair.Database)),
        ];

    // Keys of a table are unique; a second row with the same key is one too many.
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
            return log is not null && log.Entry >= stable ? [] : [Of((log ?? database)!).Missing(log?.Entry)];
        return Of(log)
            .Fields(
                log.Entry,
                ("reference", log.Reference, database.Reference),
                ("openedByUs", Text(log.OpenedByUs), Text(database.OpenedByUs)),
                ("openedAt", Text(log.OpenedAt), Text(database.OpenedAt))
            )
            .Concat(
                log.State is not { } state || state.LastEntry >= stable
                    ? []
                    : Of(log)
                        .Fields(
                            state.LastEntry,
                            ("status", Text(state), Text(database.State)),
                            ("dueAt", Text(state.DueAt), Text(database.State?.DueAt)),
                            ("messages", Text(state.Messages), Text(database.State?.Messages)),
                            ("lastEntry", Text(state.LastEntry), Text(database.State?.LastEntry))
                        )
            );
    }

    private static string? Text(ExchangeStateView? state) => state is null ? null : CodeNames<ExchangeStatus>.Write(state.Status);

    private IEnumerable<Drift> Compare(KeptMessage? log, KeptMessage? database)
    {
        if (log is null || database is null)
            return log is not null && log.Entry >= stable ? [] : [Of((log ?? database)!).Missing(log?.Entry)];
        return (log.Settlement ?? log.Entry) >= stable ? [] : Fields(log, database);
    }

    private static IEnumerable<Drift> Fields(KeptMessage log, KeptMessage database) =>
        [
            .. Of(log)
                .Fields(
                    log.Entry,
                    ("kind", log.Kind, database.Kind),
                    ("sequence", Text(log.Sequence), Text(database.Sequence)),
                    ("signed", log.Signed?.ToString(), database.Signed?.ToString()),
                    ("sealed", log.Sealed?.ToString(), database.Sealed?.ToString()),
                    ("issuedAt", Text(log.IssuedAt), Text(database.IssuedAt)),
                    ("expiresAt", Text(log.ExpiresAt), Text(database.ExpiresAt)),
                    ("recordedAt", Text(log.RecordedAt), Text(database.RecordedAt)),
                    ("entryIndex", Text(log.Entry), Text(database.Entry))
                ),
            .. Of(log)
                .Fields(
                    log.Settlement ?? log.Entry,
                    ("transport", log.Transport, database.Transport),
                    ("code", Text(log.Code), Text(database.Code)),
                    ("settledAt", Text(log.SettledAt), Text(database.SettledAt))
                ),
        ];

    private static Subject Of(KeptExchange row) => new(row.Counterpart, row.ExchangeId, null, null);

    private static Subject Of(KeptMessage row) => new(row.Counterpart, row.ExchangeId, row.MessageId, row.HasNames ? null : row.Entry);

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool flag) => flag ? "true" : "false";

    private static string? Text(DateTimeOffset? time) => time is { } value ? ProtocolTime.Write(value) : null;

    /// <summary>The exchange or message of a drift.</summary>
    private sealed record Subject(string Counterpart, Guid? ExchangeId, Guid? MessageId, long? OfEntry)
    {
        private const string There = "a row";

        /// <summary>Only one side has a row.</summary>
        public Drift Missing(long? entry) => Is(Drift.Row, entry, entry is null ? null : There, entry is null ? There : null);

        public IEnumerable<Drift> Fields(long? entry, params IEnumerable<(string Name, string? Log, string? Database)> fields) =>
            fields.Where(field => field.Log != field.Database).Select(field => Is(field.Name, entry, field.Log, field.Database));

        private Drift Is(string field, long? entry, string? log, string? database) =>
            new(Counterpart, ExchangeId, MessageId, field, entry, log, database) { OfEntry = OfEntry };
    }
}

/// <summary>A difference between a database and its ledger.</summary>
/// <param name="Counterpart">Counterpart of the exchange.</param>
/// <param name="ExchangeId">The exchange; null if a refused message did not state it.</param>
/// <param name="MessageId">The message; null for the row of the exchange.</param>
/// <param name="Field">The field; <c>row</c> if a whole row is missing or extra.</param>
/// <param name="Entry">Index of the entry that determines the value; null if there is none.</param>
/// <param name="Log">The ledger's value; null if there is none.</param>
/// <param name="Database">The database's value; null if there is none.</param>
public sealed record Drift(string Counterpart, Guid? ExchangeId, Guid? MessageId, string Field, long? Entry, string? Log, string? Database)
{
    public const string Row = "row";

    /// <summary>For a message without an id of its own: index of the entry of its row.</summary>
    public long? OfEntry { get; init; }

    public override string ToString()
    {
        var what = (OfEntry, MessageId) switch
        {
            ({ } row, _) => string.Create(
                CultureInfo.InvariantCulture,
                $"message without an id, of entry {row}{(ExchangeId is { } of ? $" and exchange {of}" : "")}"
            ),
            (_, { } id) => $"message {id} of exchange {ExchangeId}",
            _ => $"exchange {ExchangeId}",
        };
        var entry = Entry is { } index ? string.Create(CultureInfo.InvariantCulture, $"entry {index}") : "no entry";
        return $"{what} with {Counterpart}: {Field}: {entry} has {Log ?? "none"}, the database {Database ?? "none"}.";
    }
}
