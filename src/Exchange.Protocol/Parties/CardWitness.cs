namespace Exchange.Protocol.Parties;

/// <summary>The key with which a party cosigns its counterparts' logs; never a log key.</summary>
/// <param name="Name">The witness's name.</param>
/// <param name="Verifiers">One C2SP verifier key, ML-DSA-44 (0x06).</param>
public sealed record CardWitness(string Name, IReadOnlyList<string> Verifiers);
