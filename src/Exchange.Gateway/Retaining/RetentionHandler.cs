using System.Security.Cryptography;
using System.Text;
using Exchange.Gateway.Submitting;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Retaining;

/// <summary>
/// Destroys what messages of one exchange say, once their date has passed, and tells the counterpart with an <c>erasure</c>. Content,
/// ledger entries and message are one transaction: after a crash all of it is done, or none.
/// </summary>
internal sealed class RetentionHandler(
    CaseSender sender,
    Counterparts counterparts,
    ContentStore contents,
    Database database,
    GatewaySettings settings,
    JournalWriter journal,
    OwnParty own
)
{
    /// <summary>Messages that one erasure can name.</summary>
    public const int AtOnce = 100;

    private const string Actor = "policy:retain";

    // An erasure is kept for this long itself. That it is destroyed then is recorded, and nobody is told.
    private const int DaysKept = 365;

    /// <param name="due">At most <see cref="AtOnce"/>, of one exchange.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<EraseResult> EraseAsync(IReadOnlyList<(DueContent Content, LedgerLeaf Entry)> due, CancellationToken cancellation)
    {
        var told = false;
        var toTell = ToTell(due);
        if (toTell.Count > 0 && Draft(toTell) is { } draft)
        {
            var cause = new Cause(
                $"erase:{draft.Counterpart.Name}:{MessageId.Write(draft.ExchangeId)}:{DigestOf(due)}",
                DigestOf(due),
                Actor
            )
            {
                Also = transaction => _ = Destroy(transaction, due),
            };
            var result = await sender.SendAsync(draft, cause, cancellation);
            if (result is SendResult.Suspended)
                return EraseResult.Waits;
            told = result is SendResult.Sent;
        }

        // Also where nothing can be said any more: the date counts all the same.
        if (!await journal.ProposeAsync(new("content.erase", Actor), transaction => Destroy(transaction, due), cancellation))
            return EraseResult.Waits;
        return told || toTell.Count == 0 ? EraseResult.Done : EraseResult.Untold;
    }

    /// <summary>
    /// Says of what a counterpart took back in an exchange, and what is destroyed here for whatever reason, that it is: until then it is
    /// open on both sides.
    /// </summary>
    public async Task<EraseResult> SayAsync(PartyName counterpart, Guid exchangeId, CancellationToken cancellation)
    {
        if (DraftOfTakenBack(counterpart, exchangeId) is { } draft)
        {
            var said = Digest.Of(Encoding.UTF8.GetBytes(string.Join(' ', draft.Rows.Select(row => $"{row.WithdrawalId} {row.MessageId}"))));
            var cause = new Cause($"taken-back:{counterpart}:{MessageId.Write(exchangeId)}:{said}", said, Actor);
            switch (await sender.SendAsync(draft.Message, cause, cancellation))
            {
                case SendResult.Sent:
                    return EraseResult.Done;
                case SendResult.Suspended or SendResult.OnHold:
                    return EraseResult.Waits;
            }
        }

        return await journal.ProposeAsync(
            new("taken-back.clear", Actor),
            transaction =>
            {
                TakenBackTable.Clear(transaction.Sql, counterpart, exchangeId);
                return IsOpen(transaction.Sql, counterpart, exchangeId) ? EraseResult.Untold : EraseResult.Done;
            },
            cancellation
        );
    }

    // Null if nothing can be said of it any more, or nothing need be: erasures are counted, and may have named other messages.
    private (CaseDraft Message, List<TakenBackRow> Rows)? DraftOfTakenBack(PartyName name, Guid exchangeId)
    {
        using var sql = database.OpenSession();
        var rows = TakenBackTable.Unsaid(sql, name, exchangeId, AtOnce);
        var named = rows.Select(row => MessageTable.Find(sql, name, outgoing: false, Guid.Parse(row.MessageId)))
            .OfType<StoredMessage>()
            .ToList();
        return IsOpen(sql, name, exchangeId)
            && named.Count > 0
            && counterparts.Find(name) is { } counterpart
            && OpenerOf(sql, name, exchangeId) is { } opener
            && MessageTable.NewestKept(sql, name, exchangeId) is { } kept
            && HandlingOf(sql, kept.EntryIndex, kept.Signed) is { } handling
            ? (
                Draft(
                    counterpart,
                    exchangeId,
                    opener,
                    [.. named.Select(message => new ErasedMessage(Guid.Parse(message.MessageId!), message.Signed))],
                    ErasureGround.Withdrawn,
                    handling
                ),
                rows
            )
            : null;
    }

    private static bool IsOpen(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        ExchangeTable.Find(sql, counterpart, exchangeId) is { ToDestroyHere: > 0 };

    // False if a hold was set since it was looked for.
    private static bool Destroy(JournalTransaction transaction, IReadOnlyList<(DueContent Content, LedgerLeaf Entry)> due)
    {
        if (
            due[0].Entry is { Counterpart: { } counterpart, ExchangeId: { } exchange }
            && ExchangeTable.HoldOf(transaction.Sql, counterpart, exchange) is not null
        )
        {
            return false;
        }

        foreach (var (content, entry) in due)
            Erasure.Destroy(transaction, content.Log, content.EntryIndex, entry, ErasureGround.RetentionEnded);
        return true;
    }

    // What the counterpart has too.
    private List<(DueContent Content, LedgerLeaf Entry)> ToTell(IReadOnlyList<(DueContent Content, LedgerLeaf Entry)> due)
    {
        using var sql = database.OpenSession();
        return [.. due.Where(one => one.Entry.Kind != CaseKinds.Erasure.Code && IsAtBoth(sql, one.Entry))];
    }

    // Null if nothing can be said of it any more.
    private CaseDraft? Draft(List<(DueContent Content, LedgerLeaf Entry)> both)
    {
        using var sql = database.OpenSession();
        var first = both[0];
        if (
            counterparts.Find(first.Entry.Counterpart!) is not { } counterpart
            || OpenerOf(sql, counterpart.Name, first.Entry.ExchangeId!.Value) is not { } opener
            || both.Select(one => HandlingOf(sql, one.Content.EntryIndex, one.Entry.Signed!.Value))
                .FirstOrDefault(known => known is not null)
                is not { } handling
        )
        {
            return null;
        }

        return Draft(
            counterpart,
            first.Entry.ExchangeId.Value,
            opener,
            [.. both.Select(one => new ErasedMessage(one.Entry.MessageId!.Value, one.Entry.Signed!.Value))],
            ErasureGround.RetentionEnded,
            handling
        );
    }

    private CaseDraft Draft(
        Counterpart counterpart,
        Guid exchangeId,
        StoredMessage opener,
        IReadOnlyList<ErasedMessage> erased,
        ErasureGround ground,
        Handling handling
    )
    {
        var now = own.Clock.Now();
        var body = new ErasureBody
        {
            Messages = erased,
            ErasedAt = now,
            Ground = ground,
        };
        return new(counterpart, MessageId.New(own.Clock), exchangeId, WithoutContent(handling, now), body)
        {
            InReplyTo = new(exchangeId, opener.Signed),
        };
    }

    private Handling? HandlingOf(SqlSession sql, long entryIndex, Digest signed)
    {
        try
        {
            return contents.Open(sql, entryIndex, signed) is { } said
                ? MessageParser.Read(said).Value?.Header.Handling
                : null;
        }
        catch (CryptographicException)
        {
            // What is damaged is destroyed too.
            return null;
        }
    }

    // It says nothing of the case.
    private Handling WithoutContent(Handling erased, DateTimeOffset now) =>
        erased with
        {
            Classification = Classification.Unclassified,
            HandlingCodes = [HandlingCode.H0],
            HandlingText = null,
            RetainUntil = DateOnly
                .FromDateTime(now.UtcDateTime)
                .AddDays(Math.Min(DaysKept, settings.MaximumRetentionDays ?? DaysKept)),
            ContainsVictimData = false,
            ContainsMinorData = false,
        };

    private static bool IsAtBoth(SqlSession sql, LedgerLeaf entry) =>
        MessageTable.FindSigned(sql, entry.Counterpart!, entry.Event == LedgerEvents.MessageSent, entry.Signed!.Value)
            is { Code: ReceiptCode.Accepted };

    private static StoredMessage? OpenerOf(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        MessageTable.Find(sql, counterpart, ExchangeTable.Find(sql, counterpart, exchangeId)?.OpenedByUs == true, exchangeId);

    private static Digest DigestOf(IEnumerable<(DueContent Content, LedgerLeaf Entry)> due) =>
        Digest.Of(Encoding.UTF8.GetBytes(string.Join(' ', due.Select(one => one.Entry.Signed))));
}

/// <summary>What became of content whose date has passed.</summary>
internal enum EraseResult
{
    /// <summary>It is destroyed, and the counterpart is told, if it has it too.</summary>
    Done,

    /// <summary>It is destroyed, and the counterpart cannot be told.</summary>
    Untold,

    /// <summary>It is kept: a hold was set since it was looked for, or our ledger or clock is suspended.</summary>
    Waits,
}
