using Exchange.Ledger.Evidence;

namespace Exchange.Gateway.Evidence;

/// <summary>The parts of a bundle, or why they cannot be had.</summary>
/// <param name="Parts">All that the bundle is made of.</param>
/// <param name="Failure">Why not.</param>
/// <param name="CosignedNow">True if our cosignature of the counterpart's head was made for this bundle.</param>
internal sealed record GatheredEvidence(BundleParts? Parts, EvidenceResult? Failure, bool CosignedNow)
{
    public static GatheredEvidence Refuse(string code, string text) => new(null, new EvidenceResult.Refused(code, text), false);

    public static GatheredEvidence NotHere(string what) => new(null, new EvidenceResult.NotHere(what), false);

    public override string ToString() => Parts?.ToString() ?? Failure!.ToString();
}
