namespace Exchange.Gateway.Api;

/// <summary>Marks a route that an auditor's token opens.</summary>
/// <param name="Reads">What is read there, as our log names it when an auditor asks; nothing where another entry tells it.</param>
internal sealed record OpenToAuditors(string? Reads = null);
