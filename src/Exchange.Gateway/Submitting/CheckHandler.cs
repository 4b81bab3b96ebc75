using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// Checks what could be submitted, by the code that sends it: nothing is stored, and no reference or sequence taken.
/// </summary>
internal sealed class CheckHandler(
    CaseSender sender,
    AnsweredMessages messages,
    Counterparts counterparts,
    Database database,
    SendingLimits limits,
    TimeProvider clock
)
{
    /// <summary>All faults and warnings of what opens an exchange.</summary>
    public CheckResult Opening(ReadOnlyMemory<byte> json)
    {
        var read = Submission.Read(json, party => counterparts.Find(party) is not null, limits.To(null));
        if (!read.IsValid)
            return new CheckResult.Checked(null, read.Faults, read.Warnings);
        var id = MessageId.New(clock);
        return Written(read, new(counterparts.Find(read.Value.Counterpart!)!, id, id, read.Value.Handling, read.Value.Body), []);
    }

    /// <summary>The same of what answers a message of a counterpart, or follows one of ours.</summary>
    /// <param name="of">The sender of the message, if it is named.</param>
    public CheckResult Answer(Guid messageId, string? of, ReadOnlyMemory<byte> json, Caller caller)
    {
        var found = messages.Find(messageId, of, caller);
        if (found is not [var (counterpart, message)])
            return new CheckResult.Refused(AnsweredMessages.NotOne(found.Count));
        var read = Submission.ReadAny(json, limits.To(counterpart.Name), isAnswer: true);
        if (!read.IsValid)
            return new CheckResult.Checked(null, read.Faults, read.Warnings);
        var exchange = Guid.Parse(message.ExchangeId!);
        using var sql = database.OpenSession();
        return Written(
            read,
            new(counterpart, MessageId.New(clock), exchange, read.Value.Handling, read.Value.Body)
            {
                InReplyTo = new(messageId, message.Signed),
            },
            [.. ClosingWarnings.Of(sql, counterpart.Name, exchange, (CaseKind)read.Value.Body.Kind)]
        );
    }

    private CheckResult.Checked Written(ReadResult<Submission> read, CaseDraft draft, IReadOnlyList<Fault> warnings)
    {
        var written = sender.Write(draft with { ExpiresAt = read.Value!.ExpiresAt });
        var faults = SendResult.FaultsOf(written);
        return new(faults.Count == 0 ? draft.Body.Kind.Code : null, faults, [.. read.Warnings, .. warnings]);
    }
}

/// <summary>The result of a check.</summary>
internal abstract record CheckResult
{
    private CheckResult() { }

    /// <param name="Kind">Its kind; null if it has faults.</param>
    public sealed record Checked(string? Kind, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings) : CheckResult;

    /// <summary>It names no message that can be answered.</summary>
    public sealed record Refused(SubmitResult.Refused Why) : CheckResult;
}
