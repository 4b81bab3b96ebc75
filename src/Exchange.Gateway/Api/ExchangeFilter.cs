namespace Exchange.Gateway.Api;

/// <summary>Which exchanges a list has; all, if nothing is said. Times are in UTC.</summary>
/// <param name="Counterpart">With this party.</param>
/// <param name="Reference">With this reference.</param>
/// <param name="Kind">Opened by a message of this kind.</param>
/// <param name="Status">That have come so far.</param>
/// <param name="OurTurn">In which we must act next; false: in which the counterpart must.</param>
/// <param name="DueBefore">That wait for an answer until an earlier time, the earliest first. With the present time: those that are
/// overdue.</param>
/// <param name="DueAfter">The next page of these.</param>
/// <param name="BringBackBefore">That are to be brought back at an earlier time, the earliest first. With the present time: those whose
/// time has come.</param>
/// <param name="BringBackAfter">The next page of these.</param>
/// <param name="Before">The next page otherwise: those that were opened earlier.</param>
/// <param name="Unit">That are assigned to this unit.</param>
/// <param name="Queue">That are in this queue of the caller's work, or are on hold.</param>
internal sealed record ExchangeFilter(
    string? Counterpart,
    string? Reference,
    string? Kind,
    string? Status,
    bool? OurTurn,
    string? DueBefore,
    string? DueAfter,
    string? BringBackBefore,
    string? BringBackAfter,
    string? Before,
    string? Unit,
    string? Queue
)
{
    private const string Mine = "mine";
    private const string MyUnits = "my-units";
    private const string Unassigned = "unassigned";
    private const string Held = "held";

    /// <summary>True for those in which nothing is due.</summary>
    public bool WithoutDue { get; init; }

    /// <summary>The id of the caller, if it is a person.</summary>
    public required string? Officer { get; init; }

    /// <summary>The units of the caller.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>The units whose exchanges the caller sees; null for all.</summary>
    public required IReadOnlyList<string>? Seen { get; init; }

    /// <summary>Why it cannot be used: a filter that was mistyped must not give an empty list.</summary>
    public IResult? Fault()
    {
        (string Name, string? Value)[] times =
        [
            ("dueBefore", DueBefore),
            ("dueAfter", DueAfter),
            ("bringBackBefore", BringBackBefore),
            ("bringBackAfter", BringBackAfter),
            ("before", Before),
        ];
        if (times.Select(time => FaultOf(time.Name, time.Value)).FirstOrDefault(fault => fault is not null) is { } noTime)
            return noTime;
        if (Kind is not null && CaseKinds.Find(Kind) is not { Opens: true })
        {
            return Unusable(
                "unknown-kind",
                $"'kind' must be one of {string.Join(", ", CaseKinds.All.Where(kind => kind.Opens).Select(kind => kind.Code))}."
            );
        }

        if (Queue is not (null or Mine or MyUnits or Unassigned or Held))
            return Unusable("unknown-queue", $"'queue' must be one of {Mine}, {MyUnits}, {Unassigned}, {Held}.");
        return Status is not null && !CodeNames<ExchangeStatus>.TryParse(Status, out _)
            ? Unusable("unknown-status", $"'status' must be one of {CodeNames<ExchangeStatus>.All}.")
            : null;
    }

    /// <summary>Why a parameter is no time; null if it is one, or is not given.</summary>
    public static IResult? FaultOf(string name, string? time) =>
        time is null || ProtocolTime.TryParse(time, out _)
            ? null
            : Unusable("not-a-time", $"'{name}' must be a time in UTC, such as 2026-11-23T16:00:00.000Z.");

    /// <summary>The query parameter that says where the next page begins.</summary>
    public string Cursor =>
        BringBackBefore is not null ? "bringBackAfter"
        : DueBefore is not null ? "dueAfter"
        : "before";

    /// <summary>True if the latest time comes first.</summary>
    public bool IsDescending => BringBackBefore is null && DueBefore is null;

    /// <summary>The exchanges in the order of the list, each with the time by which it is ordered.</summary>
    public IQueryable<ListedExchange> Of(ExchangeDb db)
    {
        var (before, dueBefore, dueAfter) = (Milliseconds(Before), Milliseconds(DueBefore), Milliseconds(DueAfter));
        var found = OfWork(Meant(db.Exchanges))
            .Where(row =>
                (Reference == null || row.Reference == Reference)
                && (OurTurn == null || row.OurTurn == OurTurn)
                && (dueBefore == null || row.DueAt < dueBefore)
                && (dueAfter == null || row.DueAt > dueAfter)
                && (!WithoutDue || row.DueAt == null)
                && (before == null || row.OpenedAt < before)
            );
        if (Milliseconds(BringBackBefore) is { } bringBackBefore)
        {
            var bringBackAfter = Milliseconds(BringBackAfter);
            return Ordered(
                db.BringBacks.Where(set => set.At < bringBackBefore && (bringBackAfter == null || set.At > bringBackAfter))
                    .Join(
                        found,
                        set => new { set.Counterpart, set.ExchangeId },
                        row => new { row.Counterpart, row.ExchangeId },
                        (set, row) => new ListedExchange { Row = row, At = set.At }
                    )
            );
        }

        if (DueBefore is not null)
            return Ordered(found.Select(row => new ListedExchange { Row = row, At = row.DueAt!.Value }));
        // Without a bound, SQLite would sort all exchanges instead of reading the newest by the index.
        var newest = before ?? long.MaxValue;
        return Ordered(found.Where(row => row.OpenedAt < newest).Select(row => new ListedExchange { Row = row, At = row.OpenedAt }));
    }

    /// <summary>The first rows of the list.</summary>
    public List<ListedExchange> Top(ExchangeDb db, int most)
    {
        var top = new List<ListedExchange>();
        foreach (var part in Parts(db))
        {
            if (top.Count == 0)
            {
                top = [.. part.Take(most)];
                continue;
            }

            // What is older than a full page of others is not read.
            var oldest = top.Count == most ? top[^1].At : long.MinValue;
            top =
            [
                .. top.Concat(part.Where(listed => listed.At >= oldest).Take(most))
                    .OrderByDescending(listed => listed.At)
                    .ThenBy(listed => listed.Row.ExchangeId, StringComparer.Ordinal)
                    .ThenBy(listed => listed.Row.Counterpart, StringComparer.Ordinal)
                    .Take(most),
            ];
        }

        return top;
    }

    /// <summary>True if the list has any behind this time.</summary>
    public bool HasMore(ExchangeDb db, long than) =>
        Parts(db).Any(part => IsDescending ? part.Any(listed => listed.At < than) : part.Any(listed => listed.At > than));

    /// <summary>The lists of which this one is made, each of them read by an index in its order.</summary>
    /// <remarks>
    /// A database that must find the newest of several units, kinds or statuses reads all of one after another, or all others in between.
    /// So each unit is asked for its own, and where a kind or a status is asked for, each of both.
    /// </remarks>
    internal IEnumerable<IQueryable<ListedExchange>> Parts(ExchangeDb db)
    {
        var hasOwnIndex = Asked is null && Counterpart is null && (Kind is null || Status is null);
        if (!IsDescending || IsOfFew || hasOwnIndex)
            return [Of(db)];
        var units = Asked ?? UnitsOf(db);
        if (Kind is null && Status is null)
            return units.Select(unit => (this with { Unit = unit }).Of(db));
        // The status says what is open.
        return units.SelectMany(unit =>
            Kinds.SelectMany(kind =>
                Statuses.Select(status => (this with { Unit = unit, Kind = kind, Status = status, Queue = null }).Of(db))
            )
        );
    }

    private IEnumerable<string> Kinds => Kind is not null ? [Kind] : CaseKinds.All.Where(kind => kind.Opens).Select(kind => kind.Code);

    private IEnumerable<string> Statuses =>
        Enum.GetValues<ExchangeStatus>()
            .Where(status => Queue is null || status.IsOpen())
            .Select(CodeNames<ExchangeStatus>.Write)
            .Where(status => Status is null || status == Status);

    // The units to which exchanges are assigned, one after another: with those that are not in use any more.
    private static IEnumerable<string> UnitsOf(ExchangeDb db)
    {
        for (var unit = db.Exchanges.Min(row => (string?)row.Unit); unit is not null;)
        {
            yield return unit;
            var last = unit;
            unit = db.Exchanges.Where(row => string.Compare(row.Unit, last) > 0).Min(row => (string?)row.Unit);
        }
    }

    // The units that are asked for, of those that are seen; null for any.
    private IReadOnlyList<string>? Asked
    {
        get
        {
            var units = Queue switch
            {
                MyUnits => Units,
                Unassigned => [ExchangeRow.NoUnit],
                _ => Seen,
            };
            return Unit is null ? units
                : units is null || units.Contains(Unit) ? [Unit]
                : [];
        }
    }

    // Those that an index other than a unit's finds.
    private bool IsOfFew => Reference is not null || Queue is Mine or Held || OurTurn is not null;

    // Few exchanges are open, while most may be of one kind and one counterpart: if a list is of open ones, no index serves these.
    private IQueryable<ExchangeRow> Meant(IQueryable<ExchangeRow> exchanges) =>
        BringBackBefore is not null || DueBefore is not null || OurTurn is not null || Queue == Held
            ? exchanges.Where(row =>
                (Counterpart == null || row.Counterpart + "" == Counterpart)
                && (Kind == null || row.Kind + "" == Kind)
                && (Status == null || row.Status + "" == Status)
            )
            : exchanges.Where(row =>
                (Counterpart == null || row.Counterpart == Counterpart)
                && (Kind == null || row.Kind == Kind)
                && (Status == null || row.Status == Status)
            );

    private IQueryable<ExchangeRow> OfWork(IQueryable<ExchangeRow> exchanges)
    {
        // Another index finds few: a unit may have most.
        if (Asked is { } units && (IsOfFew || !IsDescending))
            exchanges = exchanges.Where(row => units.Contains(row.Unit + ""));
        else if (Asked is [var unit])
            exchanges = exchanges.Where(row => row.Unit == unit);
        else if (Asked is { } several)
            exchanges = exchanges.Where(row => several.Contains(row.Unit));
        // One that is on hold may be closed.
        if (Queue == Held)
            return exchanges.Where(row => row.Hold != null);
        if (Queue is not null)
            exchanges = exchanges.Where(row => row.Open);
        return Queue == Mine ? exchanges.Where(row => row.Officer == Officer && row.Officer != null) : exchanges;
    }

    private IQueryable<ListedExchange> Ordered(IQueryable<ListedExchange> found) =>
        (IsDescending ? found.OrderByDescending(listed => listed.At) : found.OrderBy(listed => listed.At))
            .ThenBy(listed => listed.Row.ExchangeId)
            .ThenBy(listed => listed.Row.Counterpart);

    private static long? Milliseconds(string? time) => ProtocolTime.TryParse(time, out var parsed) ? parsed.ToUnixTimeMilliseconds() : null;

    private static IResult Unusable(string code, string text) => Problems.Of(StatusCodes.Status400BadRequest, code, text);
}

/// <summary>An exchange in a list, and the time by which the list is ordered.</summary>
internal sealed class ListedExchange
{
    public required ExchangeRow Row { get; init; }

    public required long At { get; init; }
}
