namespace Exchange.Ledger.Replay;

/// <summary>One step of an exchange, with what proves it.</summary>
/// <param name="Entry">Index in the log.</param>
/// <param name="At">When it was recorded (UTC).</param>
/// <param name="Event">What happened.</param>
/// <param name="Kind">Of the message.</param>
/// <param name="Sequence">Of the message, per sender.</param>
/// <param name="From">Whose message it is.</param>
/// <param name="MessageId">The message.</param>
/// <param name="Code">The recipient's code, where the entry has one.</param>
/// <param name="Included">True if the entry is proved to stand under the log's signed checkpoint.</param>
/// <param name="Receipt">Whether the receipt that it tells of is proved; nothing where it tells of none.</param>
public sealed record TimelineStep(
    long Entry, DateTimeOffset At, string Event, string Kind, int Sequence, string From, Guid MessageId, int? Code, bool Included, ReceiptVerdict? Receipt)
{
    /// <summary>False if something that should be proved is not.</summary>
    public bool Holds => Included && Receipt is null or ReceiptVerdict.Proved;
}
