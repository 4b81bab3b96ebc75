namespace Exchange.Gateway.Parties;

/// <summary>Our own card as its exact bytes, as they were when this gateway started.</summary>
internal sealed record OwnCardFile(byte[] Bytes);
