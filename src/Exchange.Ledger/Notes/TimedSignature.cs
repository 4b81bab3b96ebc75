using System.Buffers.Binary;
using System.Text;

namespace Exchange.Ledger.Notes;

/// <summary>
/// ML-DSA-44 signature with a time over a checkpoint (C2SP tlog-cosignature, type 0x06): what is signed is a structure of
/// label, signer's name, time, origin, start 0, size and root.
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
        if (!HasItsLength(checkpoint.Origin) || !HasItsLength(signer.Key.Name))
            throw new ArgumentException($"A name that is signed has at most {LongestName} bytes.", nameof(checkpoint));
        var seconds = (ulong)time.ToUnixTimeSeconds();
        var signature = new byte[sizeof(ulong) + SignatureSize];
        BinaryPrimitives.WriteUInt64BigEndian(signature, seconds);
        signer.Sign(Message(checkpoint, seconds, signer.Key.Name)).CopyTo(signature, sizeof(ulong));
        return new(signer.Key.Name, signer.Key.Id, signature);
    }

    /// <summary>The time of the signature; null if it does not hold.</summary>
    public static DateTimeOffset? Verify(Checkpoint checkpoint, NoteSignature signature, VerifierKey key, VerifySignature verify)
    {
        if (!signature.IsBy(key) || signature.Signature.Length != sizeof(ulong) + SignatureSize || !HasItsLength(checkpoint.Origin) || !HasItsLength(key.Name))
            return null;
        var seconds = BinaryPrimitives.ReadUInt64BigEndian(signature.Signature);
        if (seconds is 0 || seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return null;
        return verify(key.Algorithm, key.PublicKey.Span, Message(checkpoint, seconds, key.Name), signature.Signature.AsSpan(sizeof(ulong)))
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;
    }

    private static bool HasItsLength(string name) => Encoding.UTF8.GetByteCount(name) <= LongestName;

    private static byte[] Message(Checkpoint checkpoint, ulong seconds, string signer)
    {
        using var message = new MemoryStream();
        message.Write(Label);
        WriteName(message, signer);
        WriteNumber(message, seconds);
        WriteName(message, checkpoint.Origin);
        WriteNumber(message, 0);
        WriteNumber(message, (ulong)checkpoint.Size);
        message.Write(checkpoint.Root.ToBytes());
        return message.ToArray();
    }

    private static void WriteName(MemoryStream message, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        message.WriteByte((byte)bytes.Length);
        message.Write(bytes);
    }

    private static void WriteNumber(MemoryStream message, ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        message.Write(bytes);
    }
}
