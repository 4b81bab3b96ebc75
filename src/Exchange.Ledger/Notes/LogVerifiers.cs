using System.Diagnostics.CodeAnalysis;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Notes;

/// <summary>The two keys that verify a log's checkpoints, both named as the log's origin.</summary>
public sealed record LogVerifiers
{
    private LogVerifiers(VerifierKey ed25519, VerifierKey mlDsa44) => (Ed25519, MlDsa44) = (ed25519, mlDsa44);

    public VerifierKey Ed25519 { get; }

    public VerifierKey MlDsa44 { get; }

    /// <summary>Origin line of the log.</summary>
    public string Origin => Ed25519.Name;

    /// <summary>Reads the keys of a card; false unless they are one Ed25519 and one ML-DSA-44, in this order, named as the origin.</summary>
    public static bool TryRead(CardLog log, [NotNullWhen(true)] out LogVerifiers? keys)
    {
        ArgumentNullException.ThrowIfNull(log);
        keys = log.Verifiers is [var first, var second]
            && VerifierKey.TryParse(first, out var ed25519) && ed25519.Algorithm == VerifierKey.Ed25519 && ed25519.Name == log.Origin
            && VerifierKey.TryParse(second, out var mlDsa44) && mlDsa44.Algorithm == VerifierKey.MlDsa44 && mlDsa44.Name == log.Origin
            ? new(ed25519, mlDsa44)
            : null;
        return keys is not null;
    }

    /// <exception cref="FormatException">The card's log keys are not such two.</exception>
    public static LogVerifiers Read(CardLog log) => TryRead(log, out var keys)
        ? keys
        : throw new FormatException("A log has one Ed25519 and one ML-DSA-44 verifier key, both named as its origin.");
}
