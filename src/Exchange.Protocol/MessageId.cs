using System.Diagnostics.CodeAnalysis;

namespace Exchange.Protocol;

/// <summary>Version 7 UUIDs (RFC 9562), written in lower case with hyphens: ids of messages, exchanges and attachments.</summary>
public static class MessageId
{
    public static Guid New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>When it was made, by the clock of who made it (RFC 9562, section 5.7: 48 bits of milliseconds).</summary>
    public static DateTimeOffset TimeOf(Guid id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true)) >> 16)
        );

    public static string Write(Guid id) => id.ToString("D");

    /// <summary>Reads the one valid text form; false for another version, variant, case or notation.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && id.Version == 7 && (id.Variant & 0xC) == 0x8 && text == Write(id);
}
