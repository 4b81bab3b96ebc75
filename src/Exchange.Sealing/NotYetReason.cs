namespace Exchange.Sealing;

/// <summary>Why a message cannot be judged yet.</summary>
public enum NotYetReason
{
    /// <summary>No fresh revocation list of the signer's authority is held.</summary>
    CrlStale,
}
