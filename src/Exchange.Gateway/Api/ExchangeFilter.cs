namespace Exchange.Gateway.Api;

/// <summary>Which exchanges a list has; all, if nothing is said. Times are in UTC.</summary>
/// <param name="Counterpart">With this party.</param>
/// <param name="Reference">With this reference.</param>
/// <param name="Kind">Opened by a message of this kind.</param>
/// <param name="Status">That have come so far.</param>
/// <param name="OurTurn">In which we must act next; false: in which the counterpart must.</param>
/// <param name="DueBefore">That wait for an answer until an earlier time, the earliest first. With the present time: those that are overdue.</param>
/// <param name="DueAfter">The next page of these.</param>
/// <param name="Before">The next page otherwise: those that were opened earlier.</param>
internal sealed record ExchangeFilter(
    string? Counterpart, string? Reference, string? Kind, string? Status, bool? OurTurn, string? DueBefore, string? DueAfter, string? Before)
{
    /// <summary>Why it cannot be used: a filter that was mistyped must not give an empty list.</summary>
    public IResult? Fault()
    {
        (string Name, string? Value)[] times = [("dueBefore", DueBefore), ("dueAfter", DueAfter), ("before", Before)];
        if (times.FirstOrDefault(time => time.Value is not null && !ProtocolTime.TryParse(time.Value, out _)).Name is { } name)
            return Unusable("not-a-time", $"'{name}' must be a time in UTC, such as 2026-11-23T16:00:00.000Z.");
        if (Kind is not null && CaseKinds.Find(Kind) is not { Opens: true })
            return Unusable("unknown-kind", $"'kind' must be one of {string.Join(", ", CaseKinds.All.Where(kind => kind.Opens).Select(kind => kind.Code))}.");
        return Status is not null && !CodeNames<ExchangeStatus>.TryParse(Status, out _) ? Unusable("unknown-status", $"'status' must be one of {CodeNames<ExchangeStatus>.All}.") : null;
    }

    public IQueryable<ExchangeRow> Of(IQueryable<ExchangeRow> exchanges)
    {
        var (dueBefore, dueAfter, before) = (Milliseconds(DueBefore), Milliseconds(DueAfter), Milliseconds(Before));
        return exchanges.Where(row => (Counterpart == null || row.Counterpart == Counterpart) && (Reference == null || row.Reference == Reference)
            && (Kind == null || row.Kind == Kind) && (Status == null || row.Status == Status) && (OurTurn == null || row.OurTurn == OurTurn)
            && (dueBefore == null || row.DueAt < dueBefore) && (dueAfter == null || row.DueAt > dueAfter) && (before == null || row.OpenedAt < before));
    }

    private static long? Milliseconds(string? time) => ProtocolTime.TryParse(time, out var parsed) ? parsed.ToUnixTimeMilliseconds() : null;

    private static IResult Unusable(string code, string text) => Problems.Of(StatusCodes.Status400BadRequest, code, text);
}
