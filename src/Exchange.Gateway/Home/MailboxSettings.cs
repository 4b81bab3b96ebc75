using System.ComponentModel.DataAnnotations;

namespace Exchange.Gateway.Home;

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

    /// <summary>Full path of the folder where our broker reads our revocation lists. Default: <c>broker/crls</c> in the home. Written by the command line.</summary>
    public string? RevocationFolder { get; init; }
}
