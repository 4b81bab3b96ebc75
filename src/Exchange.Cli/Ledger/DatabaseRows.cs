using Exchange.Cli.Gateway;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Ledger;

/// <summary>What a gateway's database keeps of exchanges and messages, as its API shows it, page by page.</summary>
internal sealed class DatabaseRows(GatewayClient client)
{
    /// <summary>All exchanges, or one.</summary>
    public async IAsyncEnumerable<KeptExchange> ExchangesAsync(Guid? only, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var before = ""; ;)
        {
            var page = await client.GetAsync<IReadOnlyList<ExchangeView>>($"api/v1/exchanges{before}", cancellation);
            foreach (var view in page.Where(view => only is null || view.ExchangeId == only))
                yield return KeptExchange.Of(view);
            if (page.Count == 0)
                yield break;
            before = $"?before={ProtocolTime.Write(page[^1].OpenedAt)}";
        }
    }

    /// <summary>All messages, or those of one exchange.</summary>
    public async IAsyncEnumerable<KeptMessage> MessagesAsync(Guid? only, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var exchange = only is { } id ? $"exchange={MessageId.Write(id)}&" : "";
        for (var before = ""; ;)
        {
            var page = await client.GetAsync<IReadOnlyList<MessageView>>($"api/v1/messages?{exchange}{before}", cancellation);
            foreach (var view in page)
                yield return KeptMessage.Of(view);
            if (page.Count == 0)
                yield break;
            before = FormattableString.Invariant($"before={page[^1].EntryIndex}");
        }
    }

    /// <summary>All messages that have no id of their own, or those of one exchange.</summary>
    public async IAsyncEnumerable<KeptMessage> IncompleteAsync(Guid? only, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var before = ""; ;)
        {
            var page = await client.GetAsync<IReadOnlyList<IncompleteMessageView>>($"api/v1/messages/incomplete{before}", cancellation);
            foreach (var view in page.Where(view => only is null || view.ExchangeId == only))
                yield return KeptMessage.Of(view);
            if (page.Count == 0)
                yield break;
            before = FormattableString.Invariant($"?before={page[^1].EntryIndex}");
        }
    }
}
