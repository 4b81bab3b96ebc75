using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Confirms that the asked party works on a request.</summary>
public sealed record AcknowledgementBody() : MessageBody(CaseKinds.Acknowledgement)
{
    public static CaseKind Definition { get; } = new()
    {
        Code = "acknowledgement",
        Body = typeof(AcknowledgementBody),
        Read = Read,
        Speaker = Speaker.Asked,
        Verb = "acknowledge",
        Summary = "Acknowledge a request that was received.",
        Facts = [Fact.Time<AcknowledgementBody>("dueAt", body => body.DueAt), Fact.Flag<AcknowledgementBody>("automatic", body => body.Automatic)],
        Step = _ => LifeStep.Acknowledges,
    };

    public required string Unit { get; init; }

    /// <summary>Contact point; may be a role.</summary>
    public required string CaseOfficer { get; init; }

    /// <summary>When the answer is due, as computed by the asked party.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>True if a policy sent it, false if an officer did.</summary>
    public required bool Automatic { get; init; }

    internal static AcknowledgementBody Read(ObjectReader reader) => new()
    {
        Unit = reader.Line("unit", 200),
        CaseOfficer = reader.Line("caseOfficer", 200),
        DueAt = reader.Time("dueAt"),
        Automatic = reader.Boolean("automatic"),
    };
}
