namespace Exchange.Protocol.Life;

/// <summary>What a message does to the life of its exchange. Kinds are many, steps are few: <see cref="ExchangeLife"/> is their table.</summary>
public enum LifeStep
{
    /// <summary>It changes nothing.</summary>
    None,

    Opens,

    Acknowledges,

    AnswersInPart,

    /// <summary>The last answer: its sender gives no other.</summary>
    Answers,
}
