using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;

namespace Exchange.Gateway.Drafting;

/// <summary>
/// Submits drafts. The message has the draft's id, and the transaction that records it erases what the draft says: at any line of a
/// crash there is the draft or its message, and there is one message however often it is submitted.
/// </summary>
internal sealed class DraftSubmitHandler(Database database, DraftReader drafts, CaseSender sender, TimeProvider clock)
{
    /// <summary>All faults and warnings of a draft as it stands, by the code that sends it.</summary>
    public DraftReading Check(SqlSession sql, DraftRow draft)
    {
        var read = drafts.Read(sql, draft, drafts.Open(draft));
        return read.Draft is null ? read : sender.Write(read.Draft) switch
        {
            SendResult.Invalid invalid => read with { Faults = invalid.Faults },
            SendResult.NotAllowed refused => read with { Faults = [new(refused.Code, "", refused.Text)] },
            _ => read,
        };
    }

    /// <param name="version">The version that the author has seen; null to submit it as it is.</param>
    public async Task<DraftResult> SubmitAsync(Guid id, Caller caller, long? version, CancellationToken cancellation)
    {
        using var sql = database.OpenSession();
        if (DraftReader.Find(sql, id, caller) is not { } draft)
            return new DraftResult.NotFound();
        if (draft.State == DraftStatus.Sent)
            return new DraftResult.Done(draft);
        if ((version ?? draft.Version) != draft.Version)
            return DraftResult.Changed;
        var read = drafts.Read(sql, draft, drafts.Open(draft));
        return read.Draft is null ? new DraftResult.Faulty(read.Faults) : await SendAsync(sql, draft, read.Draft, caller, cancellation);
    }

    private async Task<DraftResult> SendAsync(SqlSession sql, DraftRow draft, CaseDraft message, Caller caller, CancellationToken cancellation)
    {
        var sent = draft with { Status = CodeNames<DraftStatus>.Write(DraftStatus.Sent), UpdatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(), WrappedKey = null, Content = null };
        var cause = new Cause($"draft:{draft.Id}", Digest.Of(draft.Guid.ToByteArray()), caller.Actor)
        {
            Holds = session => DraftTable.IsStill(session, draft),
            Also = transaction => DraftTable.Update(transaction.Sql, draft, sent),
        };
        return await sender.SendAsync(message, cause, cancellation) switch
        {
            SendResult.Sent => new DraftResult.Done(DraftTable.Find(sql, draft.Guid)),
            SendResult.Invalid invalid => new DraftResult.Faulty(invalid.Faults),
            SendResult.NotAllowed refused => new DraftResult.Refused(StatusCodes.Status409Conflict, $"step-{(int)refused.Code}", $"{refused.Text} Nothing was sent."),
            SendResult.Suspended suspended => new DraftResult.Refused(StatusCodes.Status503ServiceUnavailable, suspended.Code, $"Nothing was sent. {suspended.Text} Then submit it again."),
            SendResult.Overtaken => DraftResult.Changed,
            var other => throw new InvalidOperationException($"Sending gave {other.GetType().Name}."),
        };
    }
}
