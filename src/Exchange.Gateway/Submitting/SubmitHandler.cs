using Exchange.Gateway.Assigning;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Submitting;

/// <summary>Takes what officers submit, and releases it at once.</summary>
internal sealed class SubmitHandler(
    CaseSender sender,
    AnsweredMessages messages,
    Assignments assignments,
    Counterparts counterparts,
    Database database,
    SendingLimits limits,
    ReleasePolicy policy,
    TimeProvider clock
)
{
    /// <summary>Opens an exchange.</summary>
    public async Task<SubmitResult> OpenAsync(ReadOnlyMemory<byte> json, Caller caller, string? key, CancellationToken cancellation)
    {
        var cause = CauseOf(caller, key, json, "open");
        var read = Submission.Read(json, party => counterparts.Find(party) is not null, limits.To(null));
        if (!read.IsValid)
            return Repeated(cause) is { } sent ? sent : new SubmitResult.Faulty(read.Faults);
        if (cause is null)
            return NoKey;
        var counterpart = counterparts.Find(read.Value.Counterpart!)!;
        var id = MessageId.New(clock);
        cause = cause with { OpensFor = assignments.OfOpener(caller, read.Value.Body.Kind) };
        return await SendAsync(
            new(counterpart, id, id, read.Value.Handling, read.Value.Body) { ExpiresAt = read.Value.ExpiresAt },
            cause,
            read.Warnings,
            cancellation
        );
    }

    /// <summary>Answers a message of a counterpart, or follows one of ours.</summary>
    public async Task<SubmitResult> AnswerAsync(
        Guid messageId,
        string? of,
        CaseKind kind,
        ReadOnlyMemory<byte> json,
        Caller caller,
        string? key,
        CancellationToken cancellation
    )
    {
        var found = messages.Find(messageId, of, caller);
        var cause = CauseOf(caller, key, json, $"{kind} {messageId} {string.Join(' ', found.Select(one => one.Message.Signed))}");
        var read = Submission.ReadAnswer(json, kind, limits.To(found is [var (to, _)] ? to.Name : null));
        if (!read.IsValid)
            return Repeated(cause) is { } sent ? sent : new SubmitResult.Faulty(read.Faults);
        if (cause is null)
            return NoKey;
        if (found is not [var (counterpart, message)])
            return AnsweredMessages.NotOne(found.Count);
        var draft = new CaseDraft(counterpart, MessageId.New(clock), Guid.Parse(message.ExchangeId!), read.Value.Handling, read.Value.Body)
        {
            ExpiresAt = read.Value.ExpiresAt,
            InReplyTo = new(messageId, message.Signed),
        };
        return await SendAsync(draft, cause, [.. read.Warnings, .. StillOpen(draft, kind, cause)], cancellation);
    }

    // Of one that was sent with this key there is nothing to warn any more: it would be found open itself.
    private List<Fault> StillOpen(CaseDraft draft, CaseKind kind, Cause cause)
    {
        using var sql = database.OpenSession();
        List<Fault> open = [.. ClosingWarnings.Of(sql, draft.Counterpart.Name, draft.ExchangeId, kind)];
        return open.Count > 0 && cause.Find(sql) is not null ? [] : open;
    }

    private static SubmitResult.Refused NoKey => new(StatusCodes.Status400BadRequest, CallerKey.Code, CallerKey.Missing);

    // A message that was sent with this key stays sent, whatever the present limits or time.
    private SubmitResult.Sent? Repeated(Cause? cause)
    {
        if (cause is null)
            return null;
        using var sql = database.OpenSession();
        return cause.Find(sql) is SendResult.Sent sent ? new(sent, []) : null;
    }

    // A key belongs to its caller: the same key of another caller is another key.
    private static Cause? CauseOf(Caller caller, string? key, ReadOnlyMemory<byte> json, string what) =>
        CallerKey.IsValid(key) && KeyedCall.Of("api", caller.Actor, key, what, json.Span) is { } call
            ? new(call.Key, call.Request, caller.Actor)
            : null;

    private async Task<SubmitResult> SendAsync(CaseDraft draft, Cause cause, IReadOnlyList<Fault> warnings, CancellationToken cancellation)
    {
        return await sender.SendAsync(draft, cause, cancellation) switch
        {
            SendResult.Sent sent => new SubmitResult.Sent(sent, warnings),
            SendResult.Invalid invalid => new SubmitResult.Faulty(invalid.Faults),
            SendResult.KeyReused => new SubmitResult.Refused(StatusCodes.Status409Conflict, CallerKey.Reused, CallerKey.ReusedText),
            SendResult.ReleaseRequired required => new SubmitResult.Refused(
                StatusCodes.Status409Conflict,
                "release-required",
                $"A second person must release this message: {string.Join(' ', required.Rules.Select(policy.TextOf))} Nothing was "
                    + "stored. Make a draft of it (POST /api/v1/drafts, or: exchange draft new) and submit that."
            ),
            SendResult.NotAllowed refused => new SubmitResult.Refused(
                StatusCodes.Status409Conflict,
                $"step-{(int)refused.Code}",
                $"{refused.Text} Nothing was stored."
            ),
            SendResult.OnHold => new SubmitResult.Refused(
                StatusCodes.Status409Conflict,
                SendResult.OnHold.Code,
                $"{SendResult.OnHold.Text} Nothing was stored, and nothing destroyed."
            ),
            SendResult.Suspended suspended => new SubmitResult.Refused(
                StatusCodes.Status503ServiceUnavailable,
                suspended.Code,
                $"Nothing was stored. {suspended.Text} Then send it again with the same Idempotency-Key."
            ),
            var other => throw new InvalidOperationException($"Sending gave {other.GetType().Name}."),
        };
    }
}

/// <summary>The result of a submission for its caller.</summary>
internal abstract record SubmitResult
{
    private SubmitResult() { }

    /// <param name="Warnings">What its author should check again.</param>
    public sealed record Sent(SendResult.Sent Result, IReadOnlyList<Fault> Warnings) : SubmitResult;

    /// <summary>Nothing was stored; every fault is named.</summary>
    public sealed record Faulty(IReadOnlyList<Fault> Faults) : SubmitResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Code">Stable code of the refusal.</param>
    /// <param name="Text">What happened and what to do.</param>
    public sealed record Refused(int Status, string Code, string Text) : SubmitResult;
}
