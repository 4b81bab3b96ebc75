namespace Exchange.Gateway.Journal;

/// <summary>The journal could not record what it was given. Nothing of it happened, unless the message says that this is not known; it can be given again.</summary>
internal sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
