using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Ledger.Notes;

/// <summary>
/// A key that verifies notes (C2SP signed-note, "Verifier keys"): <c>name+id+base64(type ‖ key)</c>, where the id is the first
/// four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key).
/// </summary>
public sealed record VerifierKey
{
    /// <summary>Signature type of Ed25519 (public key of 32 bytes).</summary>
    public const byte Ed25519 = 0x01;

    /// <summary>Signature type of ML-DSA-44 with time (public key of 1,312 bytes).</summary>
    public const byte MlDsa44 = 0x06;

    private VerifierKey(string name, byte algorithm, byte[] publicKey)
    {
        (Name, Algorithm, PublicKey) = (name, algorithm, publicKey);
        Id = IdOf(name, algorithm, publicKey);
    }

    public string Name { get; }

    /// <summary>Signature type.</summary>
    public byte Algorithm { get; }

    /// <summary>Raw public key.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Short identifier, big-endian; not a protection against collisions.</summary>
    public uint Id { get; }

    /// <exception cref="ArgumentException">The name is not one, or the key's length is not that of its type.</exception>
    public static VerifierKey Of(string name, byte algorithm, byte[] publicKey) => IsName(name) && HasItsLength(algorithm, publicKey)
        ? new(name, algorithm, publicKey)
        : throw new ArgumentException("Not a verifier key: a name without spaces and plus signs, and a key of the length of its type.", nameof(publicKey));

    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? key)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || !Protocol.Reading.Base64.TryParse(parts[2], out var typed) || typed.Length == 0)
            return false;
        if (HasItsLength(typed[0], typed[1..]))
            key = new(parts[0], typed[0], typed[1..]);
        // Any other id, or the same in upper case, is not the key's.
        if (key?.ToString() != text)
            key = null;
        return key is not null;
    }

    /// <exception cref="FormatException">Not a verifier key.</exception>
    public static VerifierKey Parse(string text) => TryParse(text, out var key) ? key : throw new FormatException("Not a verifier key.");

    public override string ToString() =>
        $"{Name}+{Id:x8}+{Convert.ToBase64String([Algorithm, .. PublicKey.Span])}";

    public bool Equals(VerifierKey? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => Id.GetHashCode();

    internal static bool IsName(string name) => name.Length > 0 && !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == '+');

    private static bool HasItsLength(byte algorithm, byte[] publicKey) => (algorithm, publicKey.Length) is (Ed25519, 32) or (MlDsa44, 1312);

    private static uint IdOf(string name, byte algorithm, byte[] publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', algorithm, .. publicKey]));
}
