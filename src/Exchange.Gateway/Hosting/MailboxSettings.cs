using System.ComponentModel.DataAnnotations;

namespace Exchange.Gateway.Hosting;

/// <summary>Our own broker, over TLS with our own certificate.</summary>
internal sealed record MailboxSettings
{
    [Required]
    public string Host { get; init; } = "";

    [Range(1, 65535)]
    public int Port { get; init; } = 5671;

    /// <summary>The name that the broker's certificate must have.</summary>
    [Required]
    public string TlsName { get; init; } = "";
}
