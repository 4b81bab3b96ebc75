namespace Exchange.Gateway.Submitting;

/// <summary>What is still open in an exchange that a message closes. Its author is shown it, and decides.</summary>
internal static class ClosingWarnings
{
    private const string Pointer = "/body/outcome";

    public static IEnumerable<Fault> Of(SqlSession sql, PartyName counterpart, Guid exchange, CaseKind kind) =>
        kind.Step(FactSet.None) == LifeStep.Closes && ExchangeTable.Find(sql, counterpart, exchange) is { } state
            ? state.StillOpen.Select(point => new Fault(
                ReceiptCode.AgainstTheVocabulary,
                Pointer,
                $"Still open: {OpenPoints.Sentence(point)}"
            ))
            : [];
}
