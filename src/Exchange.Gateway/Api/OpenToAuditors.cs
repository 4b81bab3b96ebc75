namespace Exchange.Gateway.Api;

/// <summary>Marks a route that an auditor's token opens.</summary>
/// <param name="Reads">What is read there, as our log names it when an auditor asks; nothing where another entry tells it.</param>
internal sealed record OpenToAuditors(string? Reads = null);

/// <summary>Marks a route that gives our log out: whoever asks there is entered, and not an auditor alone.</summary>
internal sealed record ReadsLog;
