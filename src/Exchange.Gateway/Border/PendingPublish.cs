namespace Exchange.Gateway.Border;

/// <summary>A publish between its call and its end: confirmed, failed, or given up by its caller.</summary>
internal sealed class PendingPublish(BorderMessage message)
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BorderMessage Message => message;

    /// <summary>AMQP <c>message_id</c>.</summary>
    public string MessageId { get; } = message.Id.ToString("D");

    public Task End => _end.Task;

    /// <summary>Timestamp of the clock when it was sent.</summary>
    public long SentAt { get; set; }

    /// <summary>Why the broker returned it (basic.return); the confirm that follows does not say so.</summary>
    public string? Returned { get; set; }

    public void Confirm() => _end.TrySetResult();

    public void Fail(BorderException fault) => _end.TrySetException(fault.Again());

    /// <summary>Nobody waits any longer: it is not sent, if it has not been.</summary>
    public void GiveUp() => _end.TrySetCanceled();
}
