namespace Exchange.Gateway.Home;

/// <summary>Writes each durable step to the service log if the settings say so: ids and numbers only.</summary>
internal sealed class StepLog(GatewaySettings settings, ILogger<StepLog> logger)
{
    public void Say(DurableStep step, object of)
    {
        if (settings.Log.Steps)
            logger.LogInformation("Durable step {Step} of {Of}", step.ToString(), of);
    }
}

/// <summary>The steps at which a power failure must lose nothing and repeat nothing.</summary>
internal enum DurableStep
{
    /// <summary>A batch is written and about to be committed.</summary>
    Recording,

    /// <summary>A batch is committed.</summary>
    Recorded,

    /// <summary>The ledger's mark has the batch.</summary>
    Marked,

    /// <summary>A broker has confirmed a message.</summary>
    Published,

    /// <summary>The outbox has the confirm.</summary>
    Confirmed,

    /// <summary>A delivery whose batch is committed is acked to the broker.</summary>
    Acked,
}
