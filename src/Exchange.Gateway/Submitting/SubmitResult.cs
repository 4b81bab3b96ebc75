namespace Exchange.Gateway.Submitting;

/// <summary>What a caller is told of a submission.</summary>
internal abstract record SubmitResult
{
    private SubmitResult()
    {
    }

    /// <param name="Result">The message.</param>
    /// <param name="Warnings">What its writer should look at again.</param>
    public sealed record Sent(SendResult.Sent Result, IReadOnlyList<Fault> Warnings) : SubmitResult;

    /// <summary>Nothing was stored; every fault is named.</summary>
    public sealed record Faulty(IReadOnlyList<Fault> Faults) : SubmitResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Code">Stable code of the refusal.</param>
    /// <param name="Text">What happened and what to do.</param>
    public sealed record Refused(int Status, string Code, string Text) : SubmitResult;
}
