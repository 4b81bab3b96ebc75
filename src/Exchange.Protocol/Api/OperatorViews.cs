namespace Exchange.Protocol.Api;

/// <summary>What holds a message in the outbox.</summary>
public enum QueueState
{
    /// <summary>The broker has not confirmed it yet.</summary>
    Waiting,

    /// <summary>The broker has confirmed it; the counterpart's receipt has not arrived.</summary>
    WithoutReceipt,

    /// <summary>It expired without a receipt, and is not sent any more.</summary>
    GivenUp,
}

/// <summary>A sealed message in the outbox of a link.</summary>
/// <param name="Id">Its place in the outbox; it is sent in this order.</param>
/// <param name="Kind">Code of its kind; a link message is one that gateways say to each other.</param>
/// <param name="MadeAt">When it was signed.</param>
/// <param name="Attempts">How often the broker has confirmed it.</param>
public sealed record QueuedView(
    long Id,
    Guid MessageId,
    string Kind,
    bool IsLinkMessage,
    QueueState State,
    DateTimeOffset MadeAt,
    int Attempts
)
{
    /// <summary>When it is sent again; absent before the first confirm.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When resending ends.</summary>
    public required DateTimeOffset GivesUpAt { get; init; }
}

/// <summary>A message of a counterpart that cannot be judged yet. It is stored sealed.</summary>
/// <param name="Reason">Code of what it waits for, such as <c>crl-stale</c>.</param>
/// <param name="Sealed">Digest of the sealed bytes.</param>
/// <param name="Size">Bytes.</param>
public sealed record DeferredView(long Id, DateTimeOffset ArrivedAt, string Reason, Digest Sealed, long Size);

/// <summary>What the outbox was told to send again.</summary>
/// <param name="Messages">Messages without a receipt that are sent again at once.</param>
public sealed record ResentView(string Counterpart, int Messages);

/// <summary>An arrival that nobody is proved to have sent.</summary>
/// <param name="ArrivedAt">When it arrived last.</param>
/// <param name="Counterpart">The counterpart in whose mailbox it lay.</param>
/// <param name="Sealed">Digest of its bytes, for a comparison by telephone.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Code">Why it was not accepted.</param>
/// <param name="Text">The same as a sentence.</param>
/// <param name="Times">How often it arrived.</param>
public sealed record QuarantinedView(
    long Id,
    DateTimeOffset ArrivedAt,
    string Counterpart,
    Digest Sealed,
    long Size,
    int Code,
    string Text,
    int Times
);

/// <summary>A setting in force.</summary>
/// <param name="Name">Such as <c>Border:FirstResend</c>.</param>
/// <param name="IsDefault">False if <c>gateway.json</c> says otherwise than this version does.</param>
public sealed record SettingView(string Name, string Value, bool IsDefault);
