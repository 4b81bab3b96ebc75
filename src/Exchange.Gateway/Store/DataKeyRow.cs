namespace Exchange.Gateway.Store;

/// <summary>The key of an exchange's content at rest. Apart from the exchange's row, which can be made anew from our log while a key cannot.</summary>
internal sealed class DataKeyRow
{
    public required string Counterpart { get; init; }

    public required string ExchangeId { get; init; }

    /// <summary>Wrapped by the storage key.</summary>
    public required byte[] WrappedKey { get; init; }
}
