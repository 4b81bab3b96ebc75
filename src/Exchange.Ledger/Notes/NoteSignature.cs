using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Exchange.Protocol.Reading;

namespace Exchange.Ledger.Notes;

/// <summary>One signature line of a note (C2SP signed-note): <c>— name base64(id ‖ signature)</c>, without its line feed.</summary>
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
