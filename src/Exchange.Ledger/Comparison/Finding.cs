namespace Exchange.Ledger.Comparison;

/// <summary>One thing that does not agree.</summary>
/// <param name="Kind">Of what sort it is.</param>
/// <param name="MessageId">The message; nothing where it is about none, or about one that could not be read.</param>
/// <param name="Text">A sentence that names parties and entries.</param>
public sealed record Finding(FindingKind Kind, Guid? MessageId, string Text)
{
    public override string ToString() => MessageId is { } id ? $"{id}: {Text}" : Text;
}
