namespace Exchange.Sealing.Keys;

/// <summary>A key cannot be loaded or used. The text names the file and what to do, and holds nothing of the key.</summary>
public sealed class KeyStoreException(string message, Exception? inner = null) : Exception(message, inner);
