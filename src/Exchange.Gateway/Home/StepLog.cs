namespace Exchange.Gateway.Home;

/// <summary>Names each durable step in the log, where the settings ask for it. Says ids and numbers only.</summary>
internal sealed class StepLog(GatewaySettings settings, ILogger<StepLog> logger)
{
    public void Say(DurableStep step, object of)
    {
        if (settings.Log.Steps)
            logger.LogInformation("Durable step {Step} of {Of}", step.ToString(), of);
    }
}

/// <summary>The steps at whose edge a power cut must lose nothing and do nothing twice.</summary>
internal enum DurableStep
{
    /// <summary>A batch is written and about to be committed.</summary>
    Recording,

    /// <summary>A batch is committed.</summary>
    Recorded,

    /// <summary>The ledger's mark says so.</summary>
    Marked,

    /// <summary>A broker has confirmed a message.</summary>
    Published,

    /// <summary>The outbox says so.</summary>
    Confirmed,

    /// <summary>A delivery whose batch is committed is acked to the broker.</summary>
    Acked,
}
