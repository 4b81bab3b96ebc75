namespace Exchange.Gateway.Submitting;

/// <summary>Why a message is sent: a caller's idempotency key, or the event that a policy answers. One message for each cause.</summary>
/// <param name="Key">Unique per cause.</param>
/// <param name="Request">Digest of what was asked, so that the same key for something else is refused.</param>
/// <param name="Actor">Who is recorded as the sender: a user's opaque id, or <c>policy:name</c>.</param>
internal sealed record Cause(string Key, Digest Request, string Actor)
{
    /// <summary>What else is to be recorded in the same transaction.</summary>
    public Action<JournalTransaction> Also { get; init; } = _ => { };

    /// <summary>What it has brought about: the message, a conflict if something else was asked for under its key, or nothing yet.</summary>
    public SendResult? Find(SqlSession sql) => IdempotencyTable.Find(sql, Key) is { } done
        ? done.Request == Request.ToString() ? new SendResult.Sent(done.MessageId, done.ExchangeId, done.Reference, done.Signed) : new SendResult.KeyReused()
        : null;
}
