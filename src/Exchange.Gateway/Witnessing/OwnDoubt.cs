using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;

namespace Exchange.Gateway.Witnessing;

/// <summary>Whether this gateway may judge case messages: not while its log or its clock is in doubt (border protocol, sections 4 and 8).</summary>
internal sealed class OwnDoubt(LogBook log, ClockWatch clock)
{
    public bool Exists => Reason is not null;

    public string? Reason => log.Doubt?.Reason ?? clock.Doubt(log.Head?.SignedAt);
}
