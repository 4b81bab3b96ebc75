using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Keys;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Exchange.Sealing.Certificates;

/// <summary>
/// A verifier key of signed notes (C2SP signed-note): name, key hash (the first 4 bytes of SHA-256 over name, line feed,
/// type and key, as 8 lower-case hex digits) and base64 of type and key, joined by plus signs.
/// </summary>
/// <param name="Name">Of the log or the witness.</param>
/// <param name="Algorithm">C2SP signature type: Ed25519 or ML-DSA-44.</param>
/// <param name="PublicKey">32 bytes, or 1,312.</param>
internal sealed record NoteVerifier(string Name, byte Algorithm, byte[] PublicKey)
{
    private const int HashSize = 4;
    private const int MlDsa44KeySize = 1312;

    public static bool TryParse(string text, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = null;
        if (text.Split('+', 3) is not [var name, var hash, var encoded] || !IsName(name) || !Base64.TryParse(encoded, out var typed))
            return false;
        if (!IsKey(typed) || hash != HashOf(name, typed))
            return false;
        verifier = new(name, typed[0], typed[1..]);
        return true;
    }

    private static bool IsName(string name) => name.Length > 0 && !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));

    private static bool IsKey(byte[] typed) => typed switch
    {
        [NoteSignatures.Ed25519, .. var key] => key.Length == Curve.PublicKeySize && Curve.ValidatePublicKeyFull(key, 0),
        [NoteSignatures.MlDsa44, .. var key] => key.Length == MlDsa44KeySize,
        _ => false,
    };

    private static string HashOf(string name, byte[] typed) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typed]).AsSpan(0, HashSize));
}
