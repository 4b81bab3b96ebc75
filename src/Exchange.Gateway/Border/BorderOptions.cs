using System.ComponentModel.DataAnnotations;

namespace Exchange.Gateway.Border;

/// <summary>How long the border waits, and how much it has under way, per counterpart.</summary>
internal sealed record BorderOptions : IValidatableObject
{
    /// <summary>From the call to the broker's confirm. Default 30 s; 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Publishes sent and not yet confirmed; further ones wait for a place. Default 256; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int PublishWindow { get; init; } = 256;

    /// <summary>Deliveries handed out and not yet acked. Default 256; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int Prefetch { get; init; } = 256;

    /// <summary>Bytes of their bodies; what is beyond is not read from the broker. Default 32 MiB; 1 MiB to 1 GiB.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int PrefetchBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>For one attempt to connect: TCP, TLS and login together. Default 10 s; 1 s to 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>About the first pause between attempts to connect; it doubles, with jitter. Default 0.5 s; 0.05 s to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0500000", "00:01:00")]
    public TimeSpan BackOffMinimum { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The longest pause between attempts. A connection that lasted less counts as a failed attempt, so that one that is
    /// lost as soon as it is made is not made again at once. Default 15 s; 0.1 s to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:10:00")]
    public TimeSpan BackOffMaximum { get; init; } = TimeSpan.FromSeconds(15);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BackOffMaximum < BackOffMinimum)
            yield return new($"{nameof(BackOffMaximum)} is less than {nameof(BackOffMinimum)}.", [nameof(BackOffMaximum)]);
    }
}
