using Exchange.Cli.Gateway;
using Exchange.Ledger.Evidence;

namespace Exchange.Cli.Evidence;

/// <summary>Requests evidence from a gateway, and waits for the counterpart's cosignature if only that is missing.</summary>
internal sealed class EvidenceClient(GatewayClient client, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="messageId">The message.</param>
    /// <param name="which">Further query parameters that select one of several messages with this id; or empty.</param>
    /// <param name="withContent">With its content.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandFailedException">It was refused, or is not cosigned within 30 s.</exception>
    public async Task<byte[]> ExportAsync(Guid messageId, string which, bool withContent, CancellationToken cancellation)
    {
        var path = $"api/v1/messages/{messageId}/evidence?content={(withContent ? "true" : "false")}{which}";
        var started = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await client.PostForFileAsync(path, BundleArchive.MaximumSize, cancellation);
            }
            catch (CommandFailedException failure) when (failure.Problem == "not-cosigned-yet" && time.GetElapsedTime(started) < Patience)
            {
                if (isFirst)
                    say($"The counterpart has not cosigned our ledger that far yet; waiting up to {Patience.TotalSeconds:0} s");
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
