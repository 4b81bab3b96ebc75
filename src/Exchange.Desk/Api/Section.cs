namespace Exchange.Desk.Api;

/// <summary>
/// A part of a page that is fetched by itself: what the gateway answered, or why it did not. The rest of the page stands.
/// </summary>
internal sealed record Section<T>(T? Value, GatewayFault? Fault)
    where T : class
{
    /// <summary>Of a list: the query of its next page; null at the end.</summary>
    public string? Next { get; init; }
}

/// <summary>Whether the gateway does its work, and if not, why.</summary>
/// <param name="Status"><c>ready</c>, or <c>not-ready</c>.</param>
/// <param name="Reasons">Only for a caller that the gateway knows.</param>
internal sealed record Readiness(string Status, IReadOnlyList<string>? Reasons)
{
    /// <summary>The code of why our ledger signs nothing; null if it does.</summary>
    public string? Suspension { get; init; }

    public bool IsReady => Status == "ready";
}
