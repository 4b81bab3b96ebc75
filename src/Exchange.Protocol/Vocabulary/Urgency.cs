using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>How soon an answer is needed. Each has its time to answer (<see cref="DueSpans"/>).</summary>
public enum Urgency
{
    Urgent,
    Routine,
}

/// <summary>Why an answer is urgent (Directive (EU) 2023/977, article 2).</summary>
public enum UrgencyReason
{
    /// <summary>An immediate and serious threat to public security.</summary>
    PublicSecurity,

    /// <summary>A threat to a person's life or physical integrity.</summary>
    LifeOrLimb,

    /// <summary>A decision that may deprive a person of liberty.</summary>
    Liberty,

    /// <summary>Information that is about to lose its value.</summary>
    LosesItsValue,
}

/// <summary>How soon the sender of an opening message wants its answer: the three members that such kinds share.</summary>
public interface IUrgent
{
    public Urgency Urgency { get; }

    /// <summary>Present if it is urgent, else absent.</summary>
    public UrgencyReason? UrgencyReason { get; }

    /// <summary>When the answer is wanted, if earlier than the usual time of the urgency.</summary>
    public DateTimeOffset? DueAt { get; }
}

internal static class UrgencyRules
{
    public static void Check(ObjectReader reader, IUrgent body)
    {
        // Of what is not chosen nothing more is said.
        if (!reader.IsAtFault("urgency") && body.Urgency == Urgency.Urgent != body.UrgencyReason is not null)
        {
            reader.Refuse(
                "urgencyReason",
                ReceiptCode.AgainstTheVocabulary,
                "The reason must be present if the urgency is 'urgent', and absent if it is not."
            );
        }

        if (body.DueAt <= reader.Findings.IssuedAt)
            reader.Refuse("dueAt", ReceiptCode.AgainstTheVocabulary, "The answer must be due after the message was issued.");
    }

    public static Fact[] Facts<T>()
        where T : MessageBody, IUrgent =>
        [Fact.Code<T, Urgency>("urgency", body => body.Urgency), Fact.Time<T>("dueAt", body => body.DueAt)];

    public static Term? TermOf(FactSet facts) => facts.Code<Urgency>("urgency") is { } urgency ? new(urgency, facts.Time("dueAt")) : null;
}
