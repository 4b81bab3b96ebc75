using Exchange.Protocol;

namespace Exchange.Gateway.Receiving;

/// <summary>A sequence of an exchange that stays missing: of the counterpart's messages, or one of ours that it never receipted.</summary>
/// <param name="ExchangeId">Of the exchange.</param>
/// <param name="Sequence">The first that is missing.</param>
/// <param name="Ours">Whose message it is.</param>
/// <param name="Proof">The message by which it is known: the one after the gap, or the one without a receipt.</param>
internal sealed record SequenceGap(Guid ExchangeId, int Sequence, bool Ours, string Proof)
{
    /// <summary>What its alarm is about, so that it is raised once.</summary>
    public override string ToString() => $"{MessageId.Write(ExchangeId)} {Sequence} {(Ours ? "ours" : "theirs")}";
}
