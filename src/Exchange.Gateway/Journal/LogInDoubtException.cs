namespace Exchange.Gateway.Journal;

/// <summary>Our log cannot be shown to be the one that was signed before, so it signs nothing.</summary>
internal sealed class LogInDoubtException(string reason) : Exception(reason);
