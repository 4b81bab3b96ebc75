namespace Exchange.Protocol.Api;

/// <summary>The state of the link to one counterpart.</summary>
public sealed record LinkView
{
    public required string Counterpart { get; init; }
    public required int CardSerial { get; init; }

    /// <summary>False if there is no grant for its mailbox yet.</summary>
    public required bool HasGrant { get; init; }

    /// <summary>
    /// Why the counterpart's broker, to which we send, cannot be reached; absent while it can be reached, or before the first attempt.
    /// </summary>
    public string? TheirBroker { get; init; }

    /// <summary>The code of that reason: <c>unreachable</c>, <c>access-refused</c>, <c>tls-refused</c>, …</summary>
    public string? TheirBrokerFault { get; init; }

    /// <summary>The same for our own broker, where its messages arrive.</summary>
    public string? OurBroker { get; init; }

    /// <inheritdoc cref="TheirBrokerFault"/>
    public string? OurBrokerFault { get; init; }

    /// <summary>Why the link is suspended, the code of an alarm; absent if it is not.</summary>
    public string? Suspended { get; init; }

    /// <summary>When it last answered a ping.</summary>
    public DateTimeOffset? LastPong { get; init; }

    /// <summary>Sealed messages that wait for a confirm of the broker or for a receipt.</summary>
    public required long Waiting { get; init; }

    /// <summary>How many of them the broker has confirmed, so that only the counterpart's receipt is missing.</summary>
    public required long WithoutReceipt { get; init; }

    /// <summary>When the oldest of those that wait was signed; absent if none waits.</summary>
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>Deferred messages: their signer cannot be verified yet, or an earlier message is missing.</summary>
    public required long Deferred { get; init; }

    public required long Quarantined { get; init; }

    /// <summary>Newest verified checkpoint of its ledger, as the signed note.</summary>
    public string? Head { get; init; }

    /// <summary>Newest size of our ledger that it has cosigned; 0 for none.</summary>
    public required long CosignedSize { get; init; }

    /// <summary>When that cosignature arrived.</summary>
    public DateTimeOffset? CosignedAt { get; init; }

    /// <summary>When we signed the first checkpoint that it has not cosigned; absent if it is not behind.</summary>
    public DateTimeOffset? BehindSince { get; init; }

    /// <summary>True if it has been behind for longer than the settings allow.</summary>
    public required bool CosignatureLate { get; init; }

    /// <summary>At most 20 alarms about it, newest first; only when one link is read.</summary>
    public IReadOnlyList<AlarmView>? Alarms { get; init; }
}

/// <summary>An alarm about a counterpart, with its proof.</summary>
/// <param name="At">When it was raised.</param>
/// <param name="Alarm">Its code: <c>fork</c>, <c>unproven</c>, …</param>
/// <param name="Presented">The signed note that raised it, or its subject.</param>
/// <param name="Held">The signed note that it contradicts, if there is one.</param>
public sealed record AlarmView(DateTimeOffset At, string Alarm, string Presented, string? Held);

/// <summary>A ping that was answered.</summary>
public sealed record PingView(string Counterpart, Guid PingId, DateTimeOffset AnsweredAt, double ElapsedMilliseconds);
