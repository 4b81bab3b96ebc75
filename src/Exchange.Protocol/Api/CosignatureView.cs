namespace Exchange.Protocol.Api;

/// <summary>A counterpart's cosignature of a head of our log.</summary>
public sealed record CosignatureView(string Witness, long Size, string Note, string Line);
