namespace Exchange.Gateway.Rebuilding;

/// <summary>The tables are not made anew, because what they would be made from cannot be believed.</summary>
internal sealed class RebuildRefusedException(string reason) : Exception(
    $"{reason} The exchange tables were not made anew, and nothing was changed. Restore the exact entries from a backup, or ask the counterparts what they hold.");
