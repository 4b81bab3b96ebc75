namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Whether this gateway may judge and send case messages: not while its ledger is suspended or its clock is wrong (border protocol,
/// sections 4 and 8).
/// </summary>
internal sealed class OwnSuspension(LogBook log, ClockWatch clock, Counterparts counterparts)
{
    /// <summary>True if our ledger is suspended, whatever the clock.</summary>
    public bool IsOfLedger => log.Suspension is not null;

    /// <summary>Why not, on any of the links; or null.</summary>
    public string? OnAnyLink =>
        log.Suspension?.Reason ?? counterparts.All.Select(counterpart => On(counterpart.Name)).FirstOrDefault(reason => reason is not null);

    /// <summary>Why not, on the link to a counterpart; or null.</summary>
    public string? On(PartyName counterpart) => log.Suspension?.Reason ?? clock.FaultOf(counterpart, log.Checkpoint?.SignedAt);
}
