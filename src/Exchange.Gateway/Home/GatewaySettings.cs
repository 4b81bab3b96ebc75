using System.ComponentModel.DataAnnotations;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Home;

/// <summary>The settings of <c>gateway.json</c>, checked at start.</summary>
internal sealed record GatewaySettings
{
    [Required]
    public ApiSettings Api { get; init; } = new();

    /// <summary>Our own broker, in which the counterparts' mailboxes lie.</summary>
    [Required]
    public MailboxSettings Mailbox { get; init; } = new();

    [Required]
    public BorderSettings Border { get; init; } = new();

    [Required]
    public PolicySettings Policy { get; init; } = new();

    [Required]
    public StoreSettings Store { get; init; } = new();

    [Required]
    public LogSettings Log { get; init; } = new();

    /// <summary>Highest classification that this gateway takes and sends. Default: restricted.</summary>
    public Classification MaximumClassification { get; init; } = Classification.Restricted;
}
