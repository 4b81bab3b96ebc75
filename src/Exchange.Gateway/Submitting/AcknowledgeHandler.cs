using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Contracts;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// Sends the automatic acknowledgement of a request, with the due time that both sides compute. The event's row is cleared in
/// the transaction that records the acknowledgement, which has one cause per request: never lost, never twice.
/// </summary>
internal sealed class AcknowledgeHandler(
    CaseSender sender,
    OwnParty own,
    ContentStore contents,
    Counterparts counterparts,
    Database database,
    GatewaySettings settings,
    JournalWriter journal,
    ClockWatch clocks,
    ILogger<AcknowledgeHandler> logger
)
{
    /// <summary>Its name among the consumers of events.</summary>
    public const string Consumer = "acknowledge";

    public async Task AcknowledgeAsync(MessageReceived received, CancellationToken cancellation)
    {
        // Nobody waits for the acknowledgement of what was not accepted, or has expired. By a clock that no counterpart confirms
        // nothing has: the event is told again.
        var expiresAt = ExpiryOf(received);
        if (expiresAt is null || expiresAt <= own.Clock.Now())
        {
            if (expiresAt is null || clocks.IsConfirmed)
                await LetGoAsync(received, cancellation);
            return;
        }

        // A card that is taken at a later start, content that comes again: the event is told until then.
        if (
            counterparts.Find(PartyName.Parse(received.Counterpart)) is not { } counterpart
            || Draft(counterpart, received) is not { } draft
        )
        {
            logger.LogWarning(
                "The automatic acknowledgement of {MessageId} waits: {Counterpart}'s card, or the request's content, is not here",
                received.MessageId,
                received.Counterpart
            );
            return;
        }

        var cause = new Cause(
            $"acknowledge:{received.Counterpart}:{MessageId.Write(received.MessageId)}",
            draft.InReplyTo!.Signed,
            $"policy:{Consumer}"
        )
        {
            Also = transaction => Clear(transaction, received),
        };
        var result = await sender.SendAsync(draft, cause, cancellation);
        // While our ledger is suspended nothing is sent; the event is published again until it is.
        if (result is SendResult.Sent or SendResult.Suspended)
            return;
        if (result is SendResult.Invalid invalid)
        {
            throw new InvalidOperationException(
                $"The acknowledgement is not a valid message: {invalid.Faults[0].Pointer} {invalid.Faults[0].Text}"
            );
        }

        logger.LogInformation("Request {MessageId} needs no automatic acknowledgement any more", received.MessageId);
        await LetGoAsync(received, cancellation);
    }

    /// <summary>Nothing is to follow from this event: it is told no more.</summary>
    public Task LetGoAsync(MessageReceived received, CancellationToken cancellation) =>
        journal.ProposeAsync("event.clear", transaction => Clear(transaction, received), cancellation);

    private static void Clear(JournalTransaction transaction, MessageReceived received) =>
        EventTable.Clear(transaction.Sql, Consumer, received.EventId);

    // Nothing for what was not accepted.
    private DateTimeOffset? ExpiryOf(MessageReceived received)
    {
        using var sql = database.OpenSession();
        return MessageTable.ExpiryOfAccepted(sql, received.Counterpart, received.MessageId);
    }

    private CaseDraft? Draft(Counterpart counterpart, MessageReceived received)
    {
        using var sql = database.OpenSession();
        if (MessageTable.Find(sql, counterpart.Name, outgoing: false, received.MessageId) is not { } stored)
            return null;
        if (
            ExchangeTable.Find(sql, counterpart.Name, received.ExchangeId) is not { } exchange
            || contents.Open(sql, stored.EntryIndex, stored.Signed) is not { } content
            || MessageParser.Read(content).Value is not { } request
        )
        {
            return null;
        }

        var body = new AcknowledgementBody
        {
            Unit = settings.Policy.Unit,
            CaseOfficer = settings.Policy.CaseOfficer,
            DueAt = exchange.Due.At,
            Automatic = true,
        };
        return new(counterpart, MessageId.New(own.Clock), received.ExchangeId, CaseDraft.HandlingWithoutContent(request), body)
        {
            InReplyTo = new(received.MessageId, stored.Signed),
        };
    }
}
