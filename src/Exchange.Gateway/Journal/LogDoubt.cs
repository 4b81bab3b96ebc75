namespace Exchange.Gateway.Journal;

/// <summary>Why our log signs nothing. Told apart by identity: another doubt for the same reason is another doubt.</summary>
/// <param name="kind">What ends it.</param>
/// <param name="reason">What happened and what to do, for the operator.</param>
internal sealed class LogDoubt(LogDoubtKind kind, string reason)
{
    public LogDoubtKind Kind => kind;

    public string Reason => reason;

    /// <summary>The head of ours that a counterpart has shown, as the note; only where that is why.</summary>
    public string? Shown { get; init; }

    /// <summary>True if the operator's word can end it.</summary>
    public bool MayBeTrusted => kind is LogDoubtKind.MarkMissing or LogDoubtKind.MarkDiffers;

    /// <summary>As it is kept over a restart; nothing for what is found again at each start.</summary>
    public string? Write() => kind is LogDoubtKind.ShownOtherwise or LogDoubtKind.Damaged ? $"{kind}\n{reason}\n{Shown}" : null;

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    public static LogDoubt Read(string text) => text.Split('\n', 3) is [var kind, var reason, var shown] && Enum.TryParse<LogDoubtKind>(kind, out var known)
        ? new(known, reason) { Shown = shown.Length > 0 ? shown : null }
        : new(LogDoubtKind.Damaged, "The database says that the log is in doubt, but not why.");

    public override string ToString() => reason;
}
