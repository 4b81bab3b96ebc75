using System.ComponentModel.DataAnnotations;

namespace Exchange.Gateway.Home;

/// <summary>What the gateway does by itself.</summary>
internal sealed record PolicySettings
{
    /// <summary>Acknowledge each request as soon as it is taken. Default: yes.</summary>
    public bool AcknowledgeAutomatically { get; init; } = true;

    /// <summary>The unit that an automatic acknowledgement names.</summary>
    [Required]
    [StringLength(200, MinimumLength = 1)]
    public string Unit { get; init; } = "Duty desk";

    /// <summary>The contact point that an automatic acknowledgement names: a role, not a person.</summary>
    [Required]
    [StringLength(200, MinimumLength = 1)]
    public string CaseOfficer { get; init; } = "Duty officer";
}
