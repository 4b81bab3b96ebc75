using Exchange.Protocol;
using Exchange.Protocol.Messages;

namespace Exchange.Sealing;

/// <summary>The sealed bytes are refused for good.</summary>
/// <param name="Code">Codes that travel are given only when the sender is proven; all others mean quarantine.</param>
/// <param name="Text">A sentence for the operator. It stays at home, and holds nothing of the content.</param>
public sealed record Rejected(ReceiptCode Code, string Text) : OpenResult
{
    /// <summary>Digest of the detached signature, known once a signature held; present with every code that travels.</summary>
    public Digest? Signed { get; init; }

    /// <summary>The detached signature itself (CMS, DER), where <see cref="Signed"/> is known: with it a refusal can be proved too.</summary>
    public ReadOnlyMemory<byte> Detached { get; init; }

    /// <summary>What could be read of the header; present with every code that travels.</summary>
    public MessageOutline? Outline { get; init; }
}
