namespace Exchange.Sealing.Certificates;

/// <summary>What is to be thought of a signer: <see cref="Trusted"/>, <see cref="Refused"/> or <see cref="Wait"/>, and nothing else.</summary>
public abstract record SignerVerdict;
