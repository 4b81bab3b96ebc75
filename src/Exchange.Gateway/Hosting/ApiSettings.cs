using System.ComponentModel.DataAnnotations;

namespace Exchange.Gateway.Hosting;

/// <summary>Where the API listens.</summary>
internal sealed record ApiSettings
{
    /// <summary>Plain HTTP is allowed on a loopback address alone. Default: http://127.0.0.1:7480.</summary>
    [Required]
    [Url]
    public string Url { get; init; } = "http://127.0.0.1:7480";

    internal Uri Address => new(Url);
}
