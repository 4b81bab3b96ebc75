using System.Buffers.Binary;
using Exchange.Protocol.Reading;

namespace Exchange.Ledger.Notes;

/// <summary>One signature line of a note (C2SP signed-note): <c>— name base64(id ‖ signature)</c>, without line feed.</summary>
internal sealed record NoteSignature(string Name, uint Id, byte[] Signature)
{
    private const string Start = "— ";

    public static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        var parts = line.Split(' ');
        if (parts.Length != 3 || !line.StartsWith(Start, StringComparison.Ordinal) || !VerifierKey.IsName(parts[1]))
            return false;
        if (Base64.TryParse(parts[2], out var bytes) && bytes.Length > sizeof(uint))
            signature = new(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[sizeof(uint)..]);
        return signature is not null;
    }

    public bool IsBy(VerifierKey key) => Name == key.Name && Id == key.Id;

    public override string ToString()
    {
        var bytes = new byte[sizeof(uint) + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Id);
        Signature.CopyTo(bytes, sizeof(uint));
        return $"{Start}{Name} {Convert.ToBase64String(bytes)}";
    }
}

/// <summary>
/// ML-DSA-44 signature with a time over a checkpoint (C2SP tlog-cosignature, type 0x06). The signed structure has a
/// label, the signer's name, time, origin, start 0, size and root.
/// </summary>
internal static class TimedSignature
{
    private const int SignatureSize = 2420;

    // In bytes of UTF-8: its length is one byte.
    private const int LongestName = byte.MaxValue;

    private static ReadOnlySpan<byte> Label => "subtree/v1\n\0"u8;

    /// <exception cref="ArgumentException">The origin or the signer's name is longer than 255 bytes of UTF-8.</exception>
    public static NoteSignature Sign(Checkpoint checkpoint, DateTimeOffset time, NoteSigner signer)
    {
        if (!IsShort(checkpoint.Origin) || !IsShort(signer.Key.Name))
            throw new ArgumentException($"A signed name must have at most {LongestName} bytes.", nameof(checkpoint));
        var seconds = (ulong)time.ToUnixTimeSeconds();
        var signature = new byte[sizeof(ulong) + SignatureSize];
        BinaryPrimitives.WriteUInt64BigEndian(signature, seconds);
        signer.Sign(Message(checkpoint, seconds, signer.Key.Name)).CopyTo(signature, sizeof(ulong));
        return new(signer.Key.Name, signer.Key.Id, signature);
    }

    /// <summary>The time of the signature; null if the signature is wrong.</summary>
    public static DateTimeOffset? Verify(Checkpoint checkpoint, NoteSignature signature, VerifierKey key, VerifySignature verify)
    {
        if (
            !signature.IsBy(key)
            || signature.Signature.Length != sizeof(ulong) + SignatureSize
            || !IsShort(checkpoint.Origin)
            || !IsShort(key.Name)
        )
        {
            return null;
        }

        var seconds = BinaryPrimitives.ReadUInt64BigEndian(signature.Signature);
        if (seconds is 0 || seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return null;
        return verify(key.Algorithm, key.PublicKey.Span, Message(checkpoint, seconds, key.Name), signature.Signature.AsSpan(sizeof(ulong)))
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;
    }

    private static bool IsShort(string name) => Encoding.UTF8.GetByteCount(name) <= LongestName;

    private static byte[] Message(Checkpoint checkpoint, ulong seconds, string signer) =>
        [
            .. Label,
            .. Name(signer),
            .. Number(seconds),
            .. Name(checkpoint.Origin),
            .. Number(0),
            .. Number((ulong)checkpoint.Size),
            .. checkpoint.Root.ToBytes(),
        ];

    private static byte[] Name(string name) => Encoding.UTF8.GetBytes(name) is var bytes ? [(byte)bytes.Length, .. bytes] : [];

    private static byte[] Number(ulong number)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }
}
