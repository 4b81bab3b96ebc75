namespace Exchange.Gateway.Api;

/// <summary>Marks a route that gives our log out: whoever asks there is entered, and not an auditor alone.</summary>
internal sealed record ReadsLog;
