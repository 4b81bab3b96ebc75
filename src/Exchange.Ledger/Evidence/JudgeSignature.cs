using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Evidence;

/// <summary>Judges a message's detached signature, years later and perhaps without its content.</summary>
/// <param name="detached">The signature (CMS, DER).</param>
/// <param name="content">What was signed, or null if it is not there: the signature is then judged by the digest that it holds.</param>
/// <param name="signer">The card of who is said to have signed.</param>
/// <param name="at">When the signature was relied upon (UTC): revocation is judged as of then.</param>
/// <returns>
/// Why it does not hold, or null; the time that the signer states; the signer's chain (PEM, leaf first); false if the card's
/// revocation lists do not speak of that time.
/// </returns>
public delegate (string? Fault, DateTimeOffset SigningTime, string Chain, bool IsRevocationKnown) JudgeSignature(
    ReadOnlyMemory<byte> detached, ReadOnlyMemory<byte>? content, PartyCard signer, DateTimeOffset at);
