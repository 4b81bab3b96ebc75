using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// An action that was agreed at a meeting. The first one opens its exchange; the owner reports in further ones how far it has
/// come, and says in each all that holds now.
/// </summary>
public sealed record FollowUpActionBody() : MessageBody(CaseKinds.FollowUpAction)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "follow-up-action",
            Body = typeof(FollowUpActionBody),
            Read = Read,
            Opens = true,
            Follows = true,
            Wants = Wanted.Action,
            In = Wanted.Action,
            Speaker = Speaker.Owner,
            Verb = "act",
            Summary = "Record an agreed follow-up action, or say how far it has come.",
            Facts =
            [
                Fact.Time<FollowUpActionBody>("dueAt", body => new(body.Due.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero)),
                Fact.Code<FollowUpActionBody, ActionStatus>("status", body => body.Status),
                new("ownedBySender", DetailForm.Flag, message => ((FollowUpActionBody)message.Body).Owner == message.Header.Sender),
            ],
            NewDueAt = facts => facts.Time("dueAt"),
            OwnedBySender = facts => facts.Flag("ownedBySender"),
            Term = facts => new(null, facts.Time("dueAt")),
            Step = facts =>
                facts.Code<ActionStatus>("status") switch
                {
                    ActionStatus.Done or ActionStatus.Dropped => LifeStep.Closes,
                    ActionStatus.InProgress => LifeStep.Acknowledges,
                    _ => LifeStep.Extends,
                },
            Forms = [.. Enum.GetValues<ActionStatus>().Select(status => FactSet.Of("status", CodeNames<ActionStatus>.Write(status)))],
        };

    public required Agreement AgreedAt { get; init; }
    public required string Text { get; init; }

    /// <summary>The party that does it: sender or recipient.</summary>
    public required PartyName Owner { get; init; }

    public required string Unit { get; init; }

    /// <summary>Last day, in UTC.</summary>
    public required DateOnly Due { get; init; }

    public required ActionStatus Status { get; init; }

    /// <summary>Present if it is done or dropped.</summary>
    public string? Outcome { get; init; }

    internal static FollowUpActionBody Read(ObjectReader reader)
    {
        var body = new FollowUpActionBody
        {
            AgreedAt = reader.Object("agreedAt", Agreement.Read),
            Text = reader.Text("text", 4000),
            Owner = reader.Party("owner"),
            Unit = reader.Line("unit", 200),
            Due = reader.Date("due"),
            Status = reader.Code<ActionStatus>("status"),
            Outcome = reader.OptionalText("outcome", 4000),
        };
        if (body.Status is ActionStatus.Done or ActionStatus.Dropped != body.Outcome is not null)
        {
            reader.Refuse(
                "outcome",
                ReceiptCode.AgainstTheVocabulary,
                "The outcome must be present if the action is done or dropped, and absent if it is not."
            );
        }

        if (body.AgreedAt is { } agreed && body.Due < agreed.Date)
            reader.Refuse("due", ReceiptCode.AgainstTheVocabulary, "The action is due before it was agreed.");
        return body;
    }

    internal override void Check(ObjectReader message, MessageHeader header)
    {
        if (Owner is not null && Owner != header.Sender && Owner != header.Recipient)
            message.RefuseAt("/body/owner", "The owner must be one of the two parties.");
    }

    // Later ones say what holds, also of an action that is late.
    internal override void CheckOpening(ObjectReader message)
    {
        var isToDo = Status is ActionStatus.Open or ActionStatus.InProgress;
        if (isToDo && message.Findings.IssuedAt is { } at && Due < DateOnly.FromDateTime(at.UtcDateTime))
            message.RefuseAt("/body/due", "The action is due before the message was issued.");
    }
}

/// <summary>The meeting at which an action was agreed.</summary>
public sealed record Agreement(string Meeting, string Place, DateOnly Date) : Content
{
    internal static Agreement Read(ObjectReader reader)
    {
        var agreement = new Agreement(reader.Line("meeting", 200), reader.Line("place", 200), reader.Date("date"));
        if (reader.Findings.IsAhead(agreement.Date))
        {
            reader.Refuse(
                "date",
                ReceiptCode.AgainstTheVocabulary,
                "The date is after the message was issued. Use years of the Gregorian calendar."
            );
        }

        return agreement;
    }
}

/// <summary>How far an action has come.</summary>
public enum ActionStatus
{
    Open,
    InProgress,
    Done,
    Dropped,
}
