namespace Exchange.Gateway.Receiving;

/// <summary>
/// Whether the database's disk has room for what comes in. Long before it is full nothing more is taken from the mailboxes, so that
/// what officers send, and what was promised to counterparts, still has room.
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

    /// <summary>True from when less is free than the settings say until there is a quarter more than that.</summary>
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
            logger.LogCritical("The database's disk has {Free} MiB left: nothing more is taken from the mailboxes, where it is kept, and sending goes on. Free {Needed} MiB there; it then goes on by itself", free / MiB, (mark + (mark / 4) - free + MiB - 1) / MiB);
        else if (!isLow && _isLow)
            logger.LogInformation("The database's disk has room again; the mailboxes are emptied again");
        return isLow;
    }

    private static (long Free, long Size) Of(DriveInfo drive) => (drive.AvailableFreeSpace, drive.TotalSize);

    // The file may be a link to another disk. With PostgreSQL there is none: then it is the home's disk, which has the mark.
    private static string FolderOf(string file) =>
        Path.GetDirectoryName((File.Exists(file) ? File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(file))!;
}
