namespace Exchange.Gateway.Evidence;

/// <summary>What came of asking for evidence.</summary>
internal abstract record EvidenceResult
{
    /// <summary>The bundle; that it was made is in our ledger, or counted there.</summary>
    public sealed record Made(byte[] Bundle) : EvidenceResult;

    /// <summary>There is nothing to make it from.</summary>
    /// <param name="What">What is not here.</param>
    public sealed record NotHere(string What) : EvidenceResult;

    /// <summary>This caller has had too many.</summary>
    /// <param name="Text">How many there may be.</param>
    public sealed record TooOften(string Text) : EvidenceResult;

    /// <summary>It cannot be made as things stand.</summary>
    /// <param name="Code">Of the problem.</param>
    /// <param name="Text">What happened, and what to do.</param>
    public sealed record Refused(string Code, string Text) : EvidenceResult;
}
