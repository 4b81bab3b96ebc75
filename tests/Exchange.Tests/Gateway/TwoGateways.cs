using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;
using Exchange.Protocol.Vocabulary;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>The gateways of BGD and MYS without brokers: what one has in its outbox, the other takes.</summary>
internal sealed class TwoGateways(FakeTimeProvider clock, string store = Stores.Sqlite) : IAsyncDisposable
{
    private readonly Dictionary<TestGateway, long> _crossed = [];

    public TestGateway Bgd { get; } = TestGateway.Start(clock, store: store);

    public TestGateway Mys { get; } = TestGateway.Start(clock, store: store, ofMys: true);

    /// <summary>The body of an example of a kind.</summary>
    public static TBody Example<TBody>(CaseKind kind)
        where TBody : MessageBody =>
        (TBody)Submission.Read(System.Text.Encoding.UTF8.GetBytes(KindExamples.Of(kind)[0].Json)).OrThrow().Body;

    /// <summary>Opens an exchange, or, with the message that opened one, says more in it.</summary>
    public async Task<SendResult.Sent> SendAsync(
        TestGateway from,
        MessageBody body,
        SendResult.Sent? opener = null,
        Handling? handling = null
    )
    {
        var id = MessageId.New(clock);
        var draft = new CaseDraft(from.Counterpart, id, opener?.ExchangeId ?? id, handling ?? TestGateway.Handling, body)
        {
            InReplyTo = opener is null ? null : new(opener.MessageId, opener.Signed),
        };
        var sent = await from.Part<CaseSender>().SendAsync(draft, new(id.ToString(), Digest.Of("x"u8), "token"), CancellationToken.None);
        return sent.ShouldBeOfType<SendResult.Sent>((sent as SendResult.Invalid)?.Faults[0].Text ?? (sent as SendResult.NotAllowed)?.Text);
    }

    /// <summary>Takes over all that either has for the other, until there is nothing more.</summary>
    public async Task CrossAsync()
    {
        while (await CrossAsync(Bgd, Mys) + await CrossAsync(Mys, Bgd) > 0) { }
    }

    /// <summary>Takes over what has not crossed yet, the newest first if it is to overtake.</summary>
    public async Task<int> CrossAsync(TestGateway from, TestGateway to, bool newestFirst = false)
    {
        using var sql = from.Part<Database>().OpenSession();
        var rows = sql.Query(
            "SELECT outbox_id, bytes FROM sealed WHERE outbox_id > @p0 ORDER BY outbox_id",
            row => (Id: row.GetInt64(0), Bytes: row.GetFieldValue<byte[]>(1)),
            _crossed.GetValueOrDefault(from)
        );
        if (rows.Count > 0)
            _crossed[from] = rows[^1].Id;
        foreach (var (_, bytes) in newestFirst ? rows.AsEnumerable().Reverse() : rows)
            await to.ArriveAsync(bytes);
        return rows.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await Bgd.DisposeAsync();
        await Mys.DisposeAsync();
    }
}
