using System.Diagnostics.CodeAnalysis;

namespace Exchange.Protocol;

/// <summary>Version 7 UUIDs (RFC 9562), written in lower case with hyphens: ids of messages, exchanges and attachments.</summary>
public static class MessageId
{
    public static Guid New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());

    public static string Write(Guid id) => id.ToString("D");

    /// <summary>Reads the one valid text form; false for another version, variant, case or notation.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && id.Version == 7 && (id.Variant & 0xC) == 0x8 && text == Write(id);
}
