using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// Takes back messages of its sender, or the whole exchange. It applies with its acceptance; that the content is destroyed, the
/// other side says with an <see cref="ErasureBody"/>.
/// </summary>
public sealed record WithdrawalBody() : MessageBody(CaseKinds.Withdrawal)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "withdrawal",
            Body = typeof(WithdrawalBody),
            Read = Read,
            Speaker = Speaker.Either,
            Verb = "withdraw",
            Summary = "Take back messages of ours, or a whole exchange that we opened.",
            Facts =
            [
                Fact.Flag<WithdrawalBody>("whole", body => body.Messages is null),
                Fact.Number<WithdrawalBody>("withdrawn", body => body.Messages?.Count),
            ],
            Names = body =>
                (((WithdrawalBody)body).Messages ?? []).Select(
                    (id, index) => new NamedMessage($"/body/messages/{index}", id, NamedOf.Sender)
                ),
            Step = facts => facts.Flag("whole") == true ? LifeStep.Withdraws : LifeStep.None,
            Forms = [FactSet.Of("whole", true), FactSet.Of("withdrawn", 1)],
            // How many the whole has, the two sides may see differently: one erasure more applies it.
            TakesBack = facts => facts.Flag("whole") == true ? 1 : facts.Number("withdrawn"),
        };

    public required WithdrawalReason Reason { get; init; }
    public required string Text { get; init; }

    /// <summary>Ids of the messages that are taken back. Absent for the whole exchange, which only its opener can take back.</summary>
    public IReadOnlyList<Guid>? Messages { get; init; }

    internal static WithdrawalBody Read(ObjectReader reader) =>
        new()
        {
            Reason = reader.Code<WithdrawalReason>("reason"),
            Text = reader.Text("text", 4000),
            Messages = reader.OptionalIds("messages", 100),
        };
}

/// <summary>Why something is taken back.</summary>
public enum WithdrawalReason
{
    NoLongerNeeded,
    SentByMistake,
    Inaccurate,
    SourceAtRisk,
    LegalBasisEnded,
    OrderOfAuthority,
    Other,
}
