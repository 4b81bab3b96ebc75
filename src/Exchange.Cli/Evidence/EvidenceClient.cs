using Exchange.Cli.Gateway;
using Exchange.Ledger.Evidence;

namespace Exchange.Cli.Evidence;

/// <summary>Asks a gateway for evidence, and waits for the counterpart's cosignature where that is all that is missing.</summary>
internal sealed class EvidenceClient(GatewayClient client, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="CommandFailedException">It was refused, or is not cosigned after 30 s.</exception>
    public async Task<byte[]> ExportAsync(Guid messageId, bool withContent, CancellationToken cancellation)
    {
        var path = $"api/v1/messages/{messageId}/evidence?content={(withContent ? "true" : "false")}";
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
                    say($"The counterpart has not cosigned our log that far yet; waiting up to {Patience.TotalSeconds:0} s");
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
