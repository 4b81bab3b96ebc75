using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// Says that the opening message was taken in hand, by a policy or by an officer; in answer to a correction, that an officer has applied it.
/// </summary>
public sealed record AcknowledgementBody() : MessageBody(CaseKinds.Acknowledgement)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "acknowledgement",
            Body = typeof(AcknowledgementBody),
            Read = Read,
            Speaker = Speaker.Asked,
            Verb = "acknowledge",
            Summary = "Acknowledge a request that was received, or say that a correction is applied.",
            Facts =
            [
                Fact.Time<AcknowledgementBody>("dueAt", body => body.DueAt),
                Fact.Flag<AcknowledgementBody>("automatic", body => body.Automatic),
                Fact.Code<AcknowledgementBody, Access>("access", body => body.Access),
                new("applies", DetailForm.Flag, message => Applies(message.Header) ? true : null),
            ],
            Access = facts => facts.Code<Access>("access"),
            Step = facts => facts.Flag("applies") == true ? LifeStep.Applies : LifeStep.Acknowledges,
            Forms = [FactSet.None, FactSet.Of("applies", true)],
        };

    public required string Unit { get; init; }

    /// <summary>Contact point; may be a role.</summary>
    public required string CaseOfficer { get; init; }

    /// <summary>How the asked party can get at the information. Only it knows; a policy leaves it out.</summary>
    public Access? Access { get; init; }

    /// <summary>
    /// When the answer is due, as computed by the asked party before this message; absent if there is no deadline, or if the access puts it
    /// off.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>True if a policy sent it, false if an officer did.</summary>
    public required bool Automatic { get; init; }

    internal static AcknowledgementBody Read(ObjectReader reader) =>
        new()
        {
            Unit = reader.Line("unit", 200),
            CaseOfficer = reader.Line("caseOfficer", 200),
            Access = reader.OptionalCode<Access>("access"),
            DueAt = reader.OptionalTime("dueAt"),
            Automatic = reader.Boolean("automatic"),
        };

    internal override void Check(ObjectReader message, MessageHeader header)
    {
        if (!Applies(header))
            return;
        if (Access is not null)
            message.RefuseAt("/body/access", "An acknowledgement of a correction says nothing of the access.");
        if (DueAt is not null)
            message.RefuseAt("/body/dueAt", "An acknowledgement of a correction has no due time.");
        if (Automatic)
            message.RefuseAt("/body/automatic", "An officer says that a correction is applied, and no policy.");
    }

    // Whatever it answers but the opening message: only a correction may be that.
    private static bool Applies(MessageHeader header) => header.InReplyTo is { } answered && answered.MessageId != header.ExchangeId;
}

/// <summary>How the asked party can get at the information that is asked for (Directive (EU) 2023/977, article 2).</summary>
public enum Access
{
    /// <summary>In a database that the unit itself can search.</summary>
    Direct,

    /// <summary>From another authority or a private party.</summary>
    Indirect,

    NeedsJudicialAuthorisation,
}
