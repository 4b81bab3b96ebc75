namespace Exchange.Protocol.Parties;

/// <summary>A party's audit log.</summary>
/// <param name="Origin">Its origin line, such as <c>bgd.exchange/audit</c>.</param>
/// <param name="Verifiers">C2SP signed-note verifier keys, named as the origin: one Ed25519 (0x01), one ML-DSA-44 (0x06).</param>
public sealed record CardLog(string Origin, IReadOnlyList<string> Verifiers);
