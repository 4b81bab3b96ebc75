using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Store;

/// <summary>One exchange with one counterpart. Made anew from our ledger by <c>db rebuild</c>.</summary>
internal sealed class ExchangeRow
{
    public required string Counterpart { get; init; }

    public required string ExchangeId { get; init; }

    public required string Reference { get; init; }

    public required bool OpenedByUs { get; init; }

    public required long OpenedAt { get; init; }

    /// <summary>Code of the opening message's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Code of its status.</summary>
    public required string Status { get; init; }

    /// <summary>Code of what came of the information; null until it is said.</summary>
    public string? Outcome { get; init; }

    /// <summary>When the answer was accepted; null until then.</summary>
    public long? AnsweredAt { get; init; }

    /// <summary>True if we must act next, false if the counterpart must; null if neither must.</summary>
    public bool? OurTurn { get; init; }

    /// <summary>When the answer is due; null unless one is awaited by a time.</summary>
    public long? DueAt { get; init; }

    /// <summary>The unit of an exchange that is assigned to none.</summary>
    public const string NoUnit = "";

    /// <summary>The unit of ours to which it is assigned.</summary>
    public required string Unit { get; init; }

    /// <summary>The id of the person to whom it is assigned.</summary>
    public string? Officer { get; init; }

    /// <summary>Code of the reason for which what its messages say is kept beyond its date; null if it is not.</summary>
    public string? Hold { get; init; }

    /// <summary>True until it is closed, taken back or was never accepted.</summary>
    public required bool Open { get; init; }

    /// <summary>Index of the newest entry that changed it.</summary>
    public required long LastEntry { get; init; }

    /// <summary>The whole folded state, as JSON.</summary>
    public required string State { get; init; }
}

/// <summary>Whose work an exchange is.</summary>
/// <param name="Unit">The unit; <see cref="ExchangeRow.NoUnit"/> for none.</param>
/// <param name="Officer">The id of one of its people; null for none.</param>
internal sealed record Assignment(string Unit, string? Officer)
{
    /// <summary>As an entry says it; null for what is nobody's.</summary>
    public JsonObject? ToDetail()
    {
        var detail = new JsonObject();
        if (Unit != ExchangeRow.NoUnit)
            detail["unit"] = Unit;
        if (Officer is { } officer)
            detail["officer"] = officer;
        return detail.Count > 0 ? detail : null;
    }
}

/// <summary>What is decided on an exchange, of which the counterpart is not told.</summary>
/// <param name="Hold">Code of the reason for which it is on hold; null if it is not.</param>
internal sealed record DecidedExchange(PartyName Counterpart, Guid ExchangeId, Assignment Assigned, string? Hold);

/// <summary>The exchanges' rows: the state of each, folded, and those parts of it by which exchanges are listed.</summary>
internal static class ExchangeTable
{
    public static ExchangeState? Find(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        sql.First(
            "SELECT state FROM exchanges WHERE counterpart = @p0 AND exchange_id = @p1",
            row => Read(row.GetString(0)),
            counterpart.Value,
            MessageId.Write(exchangeId)
        );

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ExchangeState Read(string state)
    {
        try
        {
            return JsonSerializer.Deserialize<ExchangeState>(state, ProtocolJson.Options) ?? throw new JsonException("The state is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                "The state of an exchange in the database is damaged. Stop the gateway, and make it anew with: exchange db rebuild",
                exception
            );
        }
    }

    /// <summary>Records a state in place of the one before it, or of none.</summary>
    public static void Put(SqlSession sql, PartyName counterpart, ExchangeState? before, ExchangeState state)
    {
        if (before is null)
            Begin(sql, counterpart, state);
        else
            Update(sql, counterpart, before, state);
    }

    // Where a ledger is entered again, the row is there, and keeps whose it is.
    private static void Begin(SqlSession sql, PartyName counterpart, ExchangeState state)
    {
        var listed = Listed(state);
        sql.Execute(
            $"""
            INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, unit, last_entry, state{Each(listed, (column, _) => column)})
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, '', @p6, @p7{Each(listed, (_, at) => $"@p{8 + at}")})
            ON CONFLICT (counterpart, exchange_id) DO UPDATE SET last_entry = @p6, state = @p7{Each(listed, (column, at) => $"{column} = @p{8 + at}")}
            """,
            [
                counterpart.Value,
                MessageId.Write(state.ExchangeId),
                state.Reference
                    ?? throw new InvalidDataException(
                        FormattableString.Invariant($"Entry {state.LastEntry} opens an exchange and names no reference.")
                    ),
                state.OpenedByUs,
                state.OpenedAt.ToUnixTimeMilliseconds(),
                state.Kind,
                state.LastEntry,
                JsonSerializer.Serialize(state, ProtocolJson.Options),
                .. listed.Select(column => column.Value),
            ]
        );
    }

    // A column that is set is written anew in each index that has it, even to what it was: so only those that change are set.
    private static void Update(SqlSession sql, PartyName counterpart, ExchangeState before, ExchangeState state)
    {
        var changed = Listed(state).Except(Listed(before)).ToList();
        sql.Execute(
            $"""
            UPDATE exchanges SET last_entry = @p2, state = @p3{Each(changed, (column, at) => $"{column} = @p{4 + at}")}
            WHERE counterpart = @p0 AND exchange_id = @p1
            """,
            [
                counterpart.Value,
                MessageId.Write(state.ExchangeId),
                state.LastEntry,
                JsonSerializer.Serialize(state, ProtocolJson.Options),
                .. changed.Select(column => column.Value),
            ]
        );
    }

    private static string Each(IEnumerable<(string Column, object? Value)> columns, Func<string, int, string> write) =>
        string.Concat(columns.Select((column, at) => ", " + write(column.Column, at)));

    // What lists, queues and figures are read by, and steps change.
    private static IReadOnlyList<(string Column, object? Value)> Listed(ExchangeState state) =>
        [
            ("status", CodeNames<ExchangeStatus>.Write(state.Status)),
            ("our_turn", state.OurTurn),
            ("due_at", state.WaitsUntil?.ToUnixTimeMilliseconds()),
            ("open", state.Status.IsOpen()),
            ("outcome", state.Outcome is { } outcome ? CodeNames<FeedbackOutcome>.Write(outcome) : null),
            ("answered_at", state.AnsweredAt?.ToUnixTimeMilliseconds()),
        ];

    /// <summary>The unit to which an exchange is assigned, and the officer's id; null if there is no such exchange.</summary>
    public static Assignment? AssignmentOf(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        sql.First(
            "SELECT unit, officer FROM exchanges WHERE counterpart = @p0 AND exchange_id = @p1",
            row => new Assignment(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)),
            counterpart.Value,
            MessageId.Write(exchangeId)
        );

    public static void Assign(SqlSession sql, PartyName counterpart, Guid exchangeId, Assignment to) =>
        sql.Execute(
            "UPDATE exchanges SET unit = @p2, officer = @p3 WHERE counterpart = @p0 AND exchange_id = @p1",
            counterpart.Value,
            MessageId.Write(exchangeId),
            to.Unit,
            to.Officer
        );

    /// <summary>The code of the reason for which an exchange is on hold; null if it is not.</summary>
    public static string? HoldOf(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        sql.Scalar<string>(
            "SELECT hold FROM exchanges WHERE counterpart = @p0 AND exchange_id = @p1",
            counterpart.Value,
            MessageId.Write(exchangeId)
        );

    public static void SetHold(SqlSession sql, PartyName counterpart, Guid exchangeId, string? reason) =>
        sql.Execute(
            "UPDATE exchanges SET hold = @p2 WHERE counterpart = @p0 AND exchange_id = @p1",
            counterpart.Value,
            MessageId.Write(exchangeId),
            reason
        );

    /// <summary>The exchanges that are assigned or on hold; from then on none is, until entries say it again.</summary>
    public static List<DecidedExchange> TakeDecided(SqlSession sql)
    {
        var decided = sql.Query(
            "SELECT counterpart, exchange_id, unit, officer, hold FROM exchanges WHERE unit <> '' OR hold IS NOT NULL",
            row => new DecidedExchange(
                PartyName.Parse(row.GetString(0)),
                Guid.Parse(row.GetString(1)),
                new(row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)),
                row.IsDBNull(4) ? null : row.GetString(4)
            )
        );
        sql.Execute("UPDATE exchanges SET unit = '', officer = NULL, hold = NULL WHERE unit <> '' OR hold IS NOT NULL");
        return decided;
    }

    /// <summary>The exchanges in which we asked a counterpart for its consent, but those in which it has taken something back.</summary>
    public static List<ExchangeState> Consents(SqlSession sql, PartyName counterpart) =>
        sql.Query(
            """
            SELECT state FROM exchanges e WHERE counterpart = @p0 AND opened_by_us AND kind = @p1 AND NOT EXISTS (SELECT 1 FROM messages m
                WHERE m.counterpart = e.counterpart AND NOT m.outgoing AND m.exchange_id = e.exchange_id AND m.kind = @p2 AND m.code = @p3)
            """,
            row => Read(row.GetString(0)),
            counterpart.Value,
            CaseKinds.ConsentRequest.Code,
            CaseKinds.Withdrawal.Code,
            (int)ReceiptCode.Accepted
        );

    /// <summary>True if a message, an exchange or a reference with a counterpart has this name.</summary>
    public static bool HasName(SqlSession sql, string counterpart, string name) =>
        sql.Scalar<long>(
            "SELECT (SELECT COUNT(*) FROM exchanges WHERE counterpart = @p0 AND (exchange_id = @p1 OR reference = @p1)) + "
                + "(SELECT COUNT(*) FROM messages WHERE counterpart = @p0 AND message_id = @p1)",
            counterpart,
            name
        ) > 0;

    /// <summary>True if an exchange that we opened with a counterpart has this reference.</summary>
    public static bool IsTaken(SqlSession sql, PartyName counterpart, string reference) =>
        sql.Scalar<long>(
            "SELECT COUNT(*) FROM exchanges WHERE counterpart = @p0 AND reference = @p1 AND opened_by_us",
            counterpart.Value,
            reference
        ) > 0;

    /// <summary>The newest reference that we gave in exchanges with a counterpart, of those that begin so.</summary>
    public static string? NewestReference(SqlSession sql, PartyName counterpart, string prefix) =>
        sql.Scalar<string>(
            "SELECT reference FROM exchanges WHERE counterpart = @p0 AND opened_by_us AND reference LIKE @p1 ORDER BY "
                + "LENGTH(reference) DESC, reference DESC LIMIT 1",
            counterpart.Value,
            prefix + "%"
        );
}
