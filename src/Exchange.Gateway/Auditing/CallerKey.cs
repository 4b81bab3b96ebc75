namespace Exchange.Gateway.Auditing;

/// <summary>The Idempotency-Key that a caller gives a request.</summary>
internal static class CallerKey
{
    public const string Code = "idempotency-key";
    public const string Reused = "key-reused";
    public const string ReusedText = "This Idempotency-Key was used for another request. Nothing was stored. Use a new key.";

    private const int Longest = 128;

    public static string Form { get; } =
        FormattableString.Invariant($"The header Idempotency-Key must have 1 to {Longest} printable characters, new for each request.");

    public static string Missing { get; } = $"{Form} Nothing was stored.";

    public static bool IsValid(string? key) => key is { Length: > 0 and <= Longest } && key.All(character => character is > ' ' and <= '~');
}
