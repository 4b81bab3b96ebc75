namespace Exchange.Protocol.Life;

/// <summary>How far an exchange has come, in ascending order: of the steps that were taken, the one that leads furthest counts.</summary>
public enum ExchangeStatus
{
    /// <summary>The opening message is sent, without a receipt.</summary>
    Sent,

    /// <summary>The recipient has accepted the opening message.</summary>
    Delivered,

    /// <summary>Taken in hand.</summary>
    Acknowledged,

    PartiallyAnswered,

    /// <summary>Whoever must act has asked back; the clock stands still until the other side answers.</summary>
    InClarification,

    /// <summary>Answered finally, or consent granted.</summary>
    Answered,

    /// <summary>The answer was refused in whole, or consent denied.</summary>
    Refused,

    /// <summary>It is known what came of it.</summary>
    Closed,

    /// <summary>The opener has taken the whole exchange back.</summary>
    Withdrawn,

    /// <summary>The opening message reached the recipient too late: the exchange does not exist.</summary>
    Expired,

    /// <summary>The opening message was refused for another reason: the exchange does not exist.</summary>
    Rejected,
}

/// <summary>What the status of an exchange says of the work with it.</summary>
public static class ExchangeStatuses
{
    /// <summary>True until it is closed, taken back or was never accepted.</summary>
    public static bool IsOpen(this ExchangeStatus status) => status < ExchangeStatus.Closed;
}

/// <summary>
/// What a message changes in the life of its exchange. There are many kinds and few steps; <see cref="LifeTable"/> says what each leads to.
/// </summary>
public enum LifeStep
{
    /// <summary>It changes nothing.</summary>
    None,

    Opens,
    Acknowledges,

    /// <summary>Asks back.</summary>
    Asks,

    /// <summary>Answers what the other side asked back.</summary>
    Explains,

    AnswersInPart,

    /// <summary>The final answer: its sender gives no other.</summary>
    Answers,

    /// <summary>The final word that there will be no answer.</summary>
    Refuses,

    /// <summary>Puts the due time off.</summary>
    Extends,

    Reminds,
    Closes,
    Withdraws,

    /// <summary>Puts right what its sender said.</summary>
    Corrects,

    /// <summary>Says that a correction of the other side, and every earlier one, is applied.</summary>
    Applies,
}
