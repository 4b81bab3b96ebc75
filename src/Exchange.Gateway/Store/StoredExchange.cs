namespace Exchange.Gateway.Store;

/// <summary>What the journal needs to know of an exchange.</summary>
/// <param name="Reference">Given by the opener.</param>
/// <param name="OpenedByUs">Whose it is.</param>
/// <param name="DataKey">The key of its content at rest, wrapped by the storage key.</param>
internal sealed record StoredExchange(string Reference, bool OpenedByUs, byte[] DataKey)
{
    public override string ToString() => Reference;
}
