using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;

namespace Exchange.Gateway.Drafting;

/// <summary>
/// Sends what a draft says. The message has the draft's id, and the transaction that records it erases the draft's content: at any
/// line of a crash there is the draft or its message, and there is one message however often it is sent.
/// </summary>
internal sealed class DraftSending(CaseSender sender, DraftReader drafts)
{
    /// <param name="sql">To read what became of it.</param>
    /// <param name="draft">The draft, which must be as it was read.</param>
    /// <param name="message">What it says.</param>
    /// <param name="release">Who releases what; null if it is sent without.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<DraftResult> SendAsync(
        SqlSession sql,
        DraftRow draft,
        CaseDraft message,
        Release? release,
        CancellationToken cancellation
    )
    {
        var sent = drafts.Next(draft, DraftStatus.Sent, null);
        var cause = new Cause($"draft:{draft.Id}", Digest.Of(draft.Guid.ToByteArray()), draft.Author)
        {
            Shown = release?.Shown,
            OpensFor = draft.Unit is { } unit ? new Assignment(unit, Caller.PersonOf(draft.Author)) : null,
            Holds = session => DraftTable.IsStill(session, draft),
            Also = transaction =>
            {
                DraftTable.Update(transaction.Sql, draft, sent);
                if (release is not null)
                {
                    transaction.Append(
                        DraftEntries.Of(LedgerEvents.MessageReleased, draft, release.Shown) with
                        {
                            Actor = release.By.Actor,
                        }
                    );
                }
            },
        };
        return await sender.SendAsync(message, cause, cancellation) switch
        {
            SendResult.Sent => new DraftResult.Done(DraftTable.Find(sql, draft.Guid)),
            SendResult.ReleaseRequired required => new DraftResult.MustBeReleased(required.Rules),
            SendResult.NotAsShown => new DraftResult.Refused(
                StatusCodes.Status409Conflict,
                "not-as-shown",
                "What would leave now is not what the digest was of. Nothing was sent. Read what would leave, and decide again."
            ),
            SendResult.Invalid invalid => new DraftResult.Faulty(invalid.Faults),
            SendResult.NotAllowed refused => new DraftResult.Refused(
                StatusCodes.Status409Conflict,
                $"step-{(int)refused.Code}",
                $"{refused.Text} Nothing was sent."
            ),
            SendResult.OnHold => new DraftResult.Refused(
                StatusCodes.Status409Conflict,
                SendResult.OnHold.Code,
                $"{SendResult.OnHold.Text} Nothing was sent, and nothing destroyed."
            ),
            SendResult.Suspended suspended => new DraftResult.Refused(
                StatusCodes.Status503ServiceUnavailable,
                suspended.Code,
                $"Nothing was sent. {suspended.Text} Then try again."
            ),
            SendResult.Overtaken => DraftResult.Changed,
            var other => throw new InvalidOperationException($"Sending gave {other.GetType().Name}."),
        };
    }
}

/// <summary>Who releases a draft, and the digest of what was shown.</summary>
internal sealed record Release(Caller By, Digest Shown);

/// <summary>What our ledger records of a draft: what is done with it and by whom, never what it says.</summary>
internal static class DraftEntries
{
    public static LeafDraft Of(string @event, DraftRow draft, Digest? shown) =>
        new(@event)
        {
            Counterpart = PartyName.Parse(draft.Counterpart),
            ExchangeId = Guid.Parse(draft.ExchangeId ?? draft.Id),
            MessageId = draft.Guid,
            Kind = CaseKinds.Find(draft.Kind),
            Detail = shown is { } digest ? new() { ["shown"] = digest.ToString() } : null,
        };
}
