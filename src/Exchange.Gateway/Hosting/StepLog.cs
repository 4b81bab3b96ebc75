namespace Exchange.Gateway.Hosting;

/// <summary>Names each durable step in the log, where the settings ask for it. Says ids and numbers only.</summary>
internal sealed class StepLog(GatewaySettings settings, ILogger<StepLog> logger)
{
    public void Say(DurableStep step, object of)
    {
        if (settings.Log.Steps)
            logger.LogInformation("Durable step {Step} of {Of}", step.ToString(), of);
    }
}
