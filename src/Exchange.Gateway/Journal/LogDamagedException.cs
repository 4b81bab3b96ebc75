namespace Exchange.Gateway.Journal;

/// <summary>A part of our log that is needed is not in the database: it was changed, and nothing can be proved by it.</summary>
internal sealed class LogDamagedException(string message) : Exception(message);
