namespace Exchange.Gateway.Api;

/// <summary>Marks a route that an auditor's token opens.</summary>
internal sealed class OpenToAuditors;
