using System.ComponentModel.DataAnnotations;
using Exchange.Gateway.Border;

namespace Exchange.Gateway.Home;

/// <summary>What crosses the border.</summary>
internal sealed record BorderSettings
{
    /// <summary>Folder in which the bytes of every sealed message that goes out are kept; nothing by default.</summary>
    public string? RecordFolder { get; init; }

    /// <summary>
    /// First wait for a receipt after the broker's confirm, doubled with each resend up to an hour. The border protocol says
    /// 60 s (section 4); less only where both gateways are tested, as a counterpart repeats a receipt at most every 10 s.
    /// Default 60 s; 1 s to 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan FirstResend { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a head of our log may be without a counterpart's cosignature before that is warned of. Default 15 minutes; 1 minute to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan CosignatureWarning { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Arrivals of one counterpart that bring us no further (pings, repeats, quarantined, deferred and refused messages), on average; half
    /// a minute's worth may come at once. Accepted messages and the receipts of ours do not count. Default 100; 10 to 100,000.
    /// </summary>
    [Range(10, 100_000)]
    public int ArrivalsPerSecond { get; init; } = 100;

    /// <summary>Bytes of them. Default 4 MiB; 1 MiB to 1 GiB.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int ArrivalBytesPerSecond { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// MiB that must be free on the database's disk; with less, the mailboxes are not emptied until a quarter more is free. Never more
    /// than a twentieth of the disk. Default 1,024; 1 to 1,048,576.
    /// </summary>
    [Range(1, 1024 * 1024)]
    public long MinimumFreeMiB { get; init; } = 1024;

    /// <summary>Patience and windows of the connections.</summary>
    public BorderOptions Connection { get; init; } = new();
}
