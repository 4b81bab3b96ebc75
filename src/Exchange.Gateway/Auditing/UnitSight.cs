namespace Exchange.Gateway.Auditing;

/// <summary>
/// Which exchanges a caller sees, where our party has units: whoever works with cases sees those of its own units and those that are
/// assigned to none. Any other is to it as if it were not there.
/// </summary>
internal sealed class UnitSight(GatewaySettings settings, AccessRecord record)
{
    /// <summary>The units whose exchanges a caller sees, with <see cref="ExchangeRow.NoUnit"/>; null if it sees all.</summary>
    public IReadOnlyList<string>? Of(Caller caller) =>
        settings.Units.Count > 0 && caller.HasAny([Role.Officer, Role.Supervisor]) ? [ExchangeRow.NoUnit, .. caller.Units] : null;

    /// <summary>
    /// Whether a caller sees an exchange; of a message without an exchange, which was refused, nothing says whose it would be.
    /// </summary>
    public bool Sees(Caller caller, string? unit) => unit is null || Of(caller) is not { } seen || seen.Contains(unit);

    /// <summary>
    /// Those of some rows that a caller sees. That it asked for another is recorded, as every denial is; it does not wait for that, as the
    /// time would tell.
    /// </summary>
    public List<T> Only<T>(Caller caller, IReadOnlyCollection<T> found, Func<T, string?> unitOf, Func<T, AccessSubject?> subjectOf)
    {
        var sights = found.ToLookup(row => Sees(caller, unitOf(row)));
        foreach (var denied in sights[false])
            _ = record.SayAsync(LedgerEvents.AccessDenied, caller, "unit", subjectOf(denied));
        return [.. sights[true]];
    }
}
