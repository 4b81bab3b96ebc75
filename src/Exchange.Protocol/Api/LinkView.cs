namespace Exchange.Protocol.Api;

/// <summary>Where we stand with one counterpart.</summary>
public sealed record LinkView
{
    public required string Counterpart { get; init; }

    public required int CardSerial { get; init; }

    /// <summary>False if there is no grant for its mailbox yet.</summary>
    public required bool HasGrant { get; init; }

    /// <summary>Why the counterpart's broker, which takes what we send, cannot be reached; absent while it can, or while nothing is known.</summary>
    public string? TheirBroker { get; init; }

    /// <summary>Why our own broker, where its messages arrive, cannot be reached; the same.</summary>
    public string? OurBroker { get; init; }

    /// <summary>Why the link is suspended, or nothing.</summary>
    public string? Suspended { get; init; }

    /// <summary>When it last answered a ping.</summary>
    public DateTimeOffset? LastPong { get; init; }

    /// <summary>Sealed messages that wait to be confirmed or receipted.</summary>
    public required long Waiting { get; init; }

    public required long Parked { get; init; }

    public required long Quarantined { get; init; }

    /// <summary>Newest verified head of its log, as the signed note.</summary>
    public string? Head { get; init; }

    /// <summary>Newest size of our log that it has cosigned; 0 for none.</summary>
    public required long CosignedSize { get; init; }

    /// <summary>When that cosignature came.</summary>
    public DateTimeOffset? CosignedAt { get; init; }

    /// <summary>When we signed the first head that it has not cosigned; absent if it is not behind.</summary>
    public DateTimeOffset? BehindSince { get; init; }

    /// <summary>True if it is behind for longer than the settings allow.</summary>
    public required bool CosignatureLate { get; init; }

    /// <summary>Alarms about it, the newest first, at most 20; only where one link is read.</summary>
    public IReadOnlyList<AlarmView>? Alarms { get; init; }
}
