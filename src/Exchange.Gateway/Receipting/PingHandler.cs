using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Link;
using Exchange.Sealing;

namespace Exchange.Gateway.Receipting;

/// <summary>Sends pings, and answers those of counterparts.</summary>
internal sealed class PingHandler(
    OwnParty own,
    LinkSealer sealer,
    ClockWatch clocks,
    OwnHistory history,
    JournalWriter journal,
    TimeProvider clock
)
{
    /// <summary>Sends a ping; returns its id.</summary>
    public async Task<Guid> PingAsync(Counterpart counterpart)
    {
        var ping = sealer.Seal(counterpart, new PingBody(own.Card.Serial, clock.Now()));
        var id = ping.Message.Header.MessageId;
        clocks.Sent(id, counterpart.Name);
        await journal.ProposeAsync("ping.send", transaction => OutboxTable.Add(transaction.Sql, ping));
        return id;
    }

    public Action<JournalTransaction> Answer(PingBody ping, Opened opened, Counterpart counterpart) =>
        transaction =>
        {
            // The serial of the asker's card that we hold, not the one that it states.
            _ = ping;
            var pong = new PongBody(counterpart.Card.Serial, transaction.Now, HeldCheckpointTable.NewestNote(transaction.Sql, counterpart));
            var inReplyTo = new InReplyTo(opened.Message.Header.MessageId, opened.Signature.Signed);
            OutboxTable.Add(transaction.Sql, sealer.Seal(counterpart, pong, inReplyTo));
        };

    public Action<JournalTransaction> Take(PongBody pong, Opened opened, Counterpart counterpart) =>
        transaction =>
        {
            if (opened.Message.Header.InReplyTo is not { } asked || !clocks.Heard(asked.MessageId, counterpart.Name, pong.Now))
                return;
            LinkTable.SetPong(transaction.Sql, counterpart.Name, transaction.Now);
            history.Compare(transaction, pong.Held, counterpart);
        };
}
