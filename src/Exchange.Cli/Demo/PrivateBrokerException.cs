namespace Exchange.Cli.Demo;

/// <summary>A private broker did not start; the message says why, and where its log is.</summary>
internal sealed class PrivateBrokerException(string message) : Exception(message);
