using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Parties;

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
    public byte Algorithm { get; }
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Short identifier, big-endian; does not protect against collisions.</summary>
    public uint Id { get; }

    /// <exception cref="ArgumentException">The name is invalid, or the key's length does not match its type.</exception>
    public static VerifierKey Of(string name, byte algorithm, byte[] publicKey) =>
        IsName(name) && HasLengthOfType(algorithm, publicKey)
            ? new(name, algorithm, publicKey)
            : throw new ArgumentException(
                "Not a verifier key. It needs a name without spaces and plus signs, and a key with the length of its type.",
                nameof(publicKey)
            );

    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = null;
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || !Base64.TryParse(parts[2], out var typed) || typed.Length == 0)
            return false;
        if (HasLengthOfType(typed[0], typed[1..]))
            key = new(parts[0], typed[0], typed[1..]);
        // Another id, or the same id in upper case, is malformed.
        return (key = key?.ToString() == text ? key : null) is not null;
    }

    public override string ToString() => $"{Name}+{Id:x8}+{Convert.ToBase64String([Algorithm, .. PublicKey.Span])}";

    public bool Equals(VerifierKey? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>True for a name that notes can have: not empty, without white space, control characters and plus signs.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == '+');

    private static bool HasLengthOfType(byte algorithm, byte[] publicKey) =>
        (algorithm, publicKey.Length) is (Ed25519, 32) or (MlDsa44, 1312);

    private static uint IdOf(string name, byte algorithm, byte[] publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', algorithm, .. publicKey]));
}

/// <summary>The two keys that verify a ledger's checkpoints, both with its origin as name.</summary>
public sealed record LogVerifiers
{
    private LogVerifiers(VerifierKey ed25519, VerifierKey mlDsa44) => (Ed25519, MlDsa44) = (ed25519, mlDsa44);

    public VerifierKey Ed25519 { get; }
    public VerifierKey MlDsa44 { get; }

    public string Origin => Ed25519.Name;

    /// <summary>
    /// Reads the keys of a card; false unless they are one Ed25519 and one ML-DSA-44, in this order, with the origin as name.
    /// </summary>
    public static bool TryRead(CardLog log, [NotNullWhen(true)] out LogVerifiers? keys)
    {
        keys =
            log.Verifiers is [var first, var second]
            && VerifierKey.TryParse(first, out var ed25519)
            && ed25519.Algorithm == VerifierKey.Ed25519
            && ed25519.Name == log.Origin
            && VerifierKey.TryParse(second, out var mlDsa44)
            && mlDsa44.Algorithm == VerifierKey.MlDsa44
            && mlDsa44.Name == log.Origin
                ? new(ed25519, mlDsa44)
                : null;
        return keys is not null;
    }

    /// <exception cref="FormatException">They are not.</exception>
    public static LogVerifiers Read(CardLog log) =>
        TryRead(log, out var keys)
            ? keys
            : throw new FormatException(
                "A ledger needs one Ed25519 and one ML-DSA-44 verifier key, in this order, with its origin as name."
            );
}
