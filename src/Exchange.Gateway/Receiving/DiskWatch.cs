namespace Exchange.Gateway.Receiving;

/// <summary>
/// Whether the database's disk has space for arrivals. Long before it is full, nothing more is taken from the mailboxes, so that what
/// officers send, and what is owed to counterparts, still has space.
/// </summary>
internal sealed class DiskWatch(GatewayHome home, BorderSettings settings, TimeProvider clock, ILogger<DiskWatch> logger)
{
    private const long MiB = 1024 * 1024;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private bool _isLow;
    private long? _looked;

    /// <summary>Free bytes and size of the disk.</summary>
    internal Func<(long Free, long Size)> Measure { get; set; } = () => Of(new DriveInfo(FolderOf(home.Database)));

    /// <summary>True once less is free than the settings require, until a quarter more than that is free.</summary>
    public bool IsLow
    {
        get
        {
            lock (_lock)
            {
                if (_looked is { } at && clock.GetElapsedTime(at) < BetweenLooks)
                    return _isLow;
                _looked = clock.GetTimestamp();
                return _isLow = Look();
            }
        }
    }

    private bool Look()
    {
        var (free, size) = Measure();
        var mark = Math.Min(settings.MinimumFreeMiB * MiB, size / 20);
        var isLow = free < (_isLow ? mark + (mark / 4) : mark);
        if (isLow && !_isLow)
        {
            logger.LogCritical(
                "The database's disk has {Free} MiB left: nothing more is taken from the mailboxes, where it is kept; sending "
                    + "continues. Free {Needed} MiB there; receiving then resumes by itself",
                free / MiB,
                (mark + (mark / 4) - free + MiB - 1) / MiB
            );
        }
        else if (!isLow && _isLow)
        {
            logger.LogInformation("The database's disk has enough space again; receiving is resumed");
        }

        return isLow;
    }

    private static (long Free, long Size) Of(DriveInfo drive) => (drive.AvailableFreeSpace, drive.TotalSize);

    // The file may be a link to another disk. With PostgreSQL there is no file: then it is the disk of the home, which has the mark.
    private static string FolderOf(string file) =>
        Path.GetDirectoryName(
            (File.Exists(file) ? File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(file)
        )!;
}
