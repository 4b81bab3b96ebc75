using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Life;

/// <summary>What a party may send next in an exchange.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="InReplyTo">The message that it must answer.</param>
/// <param name="Steps">What it may change there: each message takes one of these steps.</param>
public sealed record Offer(CaseKind Kind, Guid InReplyTo, IReadOnlyList<LifeStep> Steps);

/// <summary>What the rules of an exchange judge of a message, before its own text: of one that is written, or of one that could be.</summary>
internal sealed record Move(CaseKind Kind, FactSet Facts, Guid? InReplyTo, int Sequence)
{
    public LifeStep Step { get; } = Kind.Step(Facts);

    /// <summary>True if it names an earlier message of its sender in the exchange.</summary>
    public bool NamesOwn => Step == LifeStep.Corrects || (Step != LifeStep.Withdraws && Kind.TakesBack(Facts) is not null);

    public static Move Of(Message message) =>
        new((CaseKind)message.Header.Kind, FactSet.Of(message), message.Header.InReplyTo?.MessageId, message.Header.Sequence!.Value);
}
