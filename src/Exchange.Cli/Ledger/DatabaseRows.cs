using Exchange.Cli.Gateway;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Ledger;

/// <summary>The exchanges and messages of a gateway's database, read over its API page by page.</summary>
internal sealed class DatabaseRows(GatewayClient client)
{
    /// <summary>All exchanges, or one.</summary>
    public IAsyncEnumerable<KeptExchange> ExchangesAsync(Guid? only, CancellationToken cancellation) =>
        AllAsync<ExchangeView>("api/v1/exchanges", cancellation).Where(view => only is null || view.ExchangeId == only).Select(KeptExchange.Of);

    /// <summary>All messages, or those of one exchange.</summary>
    public IAsyncEnumerable<KeptMessage> MessagesAsync(Guid? only, CancellationToken cancellation) =>
        AllAsync<MessageView>($"api/v1/messages{(only is { } id ? $"?exchange={MessageId.Write(id)}" : "")}", cancellation).Select(KeptMessage.Of);

    /// <summary>All messages that have no id of their own, or those of one exchange.</summary>
    public IAsyncEnumerable<KeptMessage> IncompleteAsync(Guid? only, CancellationToken cancellation) =>
        AllAsync<IncompleteMessageView>("api/v1/messages/incomplete", cancellation).Where(view => only is null || view.ExchangeId == only).Select(KeptMessage.Of);

    private async IAsyncEnumerable<T> AllAsync<T>(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (string? next = path; next is not null;)
        {
            (var page, next) = await client.GetPageAsync<IReadOnlyList<T>>(next, cancellation);
            foreach (var item in page)
                yield return item;
        }
    }
}
