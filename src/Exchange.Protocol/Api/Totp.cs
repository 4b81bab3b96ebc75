using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Protocol.Api;

/// <summary>
/// Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA-1, steps of 30 s, six digits. Identity's own
/// provider neither takes its time from a <see cref="TimeProvider"/> nor says which step a code was of, so that one could be used twice.
/// </summary>
public static class Totp
{
    /// <summary>Bytes of a secret at least: the length of the hash (RFC 4226, section 4).</summary>
    public const int SecretSize = 20;

    private const int StepSeconds = 30;
    private const int Digits = 1_000_000;

    // A code of the step before or after counts too: for the person's clock, and the time to type it.
    private const int Drift = 1;

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The step that a code is of; null if it is of none near now.</summary>
    public static long? StepOf(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var given = Encoding.UTF8.GetBytes(code);
        long? found = null;
        // All are compared, so that the time does not show which one matched.
        for (var step = StepAt(now) - Drift; step <= StepAt(now) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(CodeAt(secret, step))))
                found = step;
        }

        return found;
    }

    // RFC 4226, section 5.3: the last four bits of the hash say where the number is taken from it.
    [SuppressMessage(
        "Security",
        "CA5350",
        Justification = "The one algorithm that all authenticators have; HMAC does not rest on collisions (RFC 6238, section 1.2)."
    )]
    public static string CodeAt(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, hash);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFF_FFFF;
        return (number % Digits).ToString("D6", CultureInfo.InvariantCulture);
    }
}
