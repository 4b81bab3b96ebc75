using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>
/// What an officer submits: to whom, how to handle it, and what it says. Ids, times, reference and sequence are given by the
/// gateway. Holds content: prints as its body's kind.
/// </summary>
/// <param name="Counterpart">To whom; absent in an answer, which goes to the asker.</param>
/// <param name="Handling">How to treat it.</param>
/// <param name="Body">What it says.</param>
/// <param name="ExpiresAt">When it is void; 90 days from now if absent.</param>
public sealed record Submission(PartyName? Counterpart, Handling Handling, MessageBody Body, DateTimeOffset? ExpiresAt)
{
    /// <summary>Largest submission in bytes.</summary>
    public const int MaximumSize = MessageParser.MaximumSize;

    /// <summary>Reads the opening of an exchange: <c>{ "counterpart", "kind", "handling", "body", "expiresAt"? }</c>.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="isCounterpart">Whether a party is one that can be written to (354 if not); every one if null.</param>
    /// <param name="limits">What may be sent now (451, 501); anything if null.</param>
    public static ReadResult<Submission> Read(ReadOnlyMemory<byte> json, Predicate<PartyName>? isCounterpart = null, SubmissionLimits? limits = null) => StrictJson.Read(json, reader =>
    {
        var counterpart = reader.Parsed("counterpart", "a party's name", null!, (string text, out PartyName name) => PartyName.TryParse(text, out name!));
        if (counterpart is not null && isCounterpart?.Invoke(counterpart) is false)
            reader.Refuse("counterpart", ReceiptCode.UnknownParty, "No card of this party has been taken. Import and confirm its card first.");
        var text = reader.Text("kind", 64);
        var kind = CaseKinds.Find(text) is { Opens: true } opening ? opening : null;
        if (text.Length > 0 && kind is null)
            reader.Refuse("kind", ReceiptCode.UnknownProtocolOrKind, $"An exchange is opened with one of: {string.Join(", ", CaseKinds.All.Where(each => each.Opens))}.");
        return Read(reader, counterpart, kind ?? CaseKinds.Request, limits);
    });

    /// <summary>Reads an answer: <c>{ "handling", "body", "expiresAt"? }</c>.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="kind">Of the answer.</param>
    /// <param name="limits">What may be sent now (451, 501); anything if null.</param>
    public static ReadResult<Submission> ReadAnswer(ReadOnlyMemory<byte> json, CaseKind kind, SubmissionLimits? limits = null) =>
        StrictJson.Read(json, reader => Read(reader, null, kind, limits));

    public override string ToString() => Body.ToString();

    private static Submission Read(ObjectReader reader, PartyName? counterpart, CaseKind kind, SubmissionLimits? limits)
    {
        reader.Findings.IssuedAt = limits?.Now;
        var submission = new Submission(
            counterpart,
            reader.Object("handling", handling => ReadHandling(handling, limits)),
            reader.Object("body", kind.Read),
            reader.OptionalTime("expiresAt"));
        Relations.Check(reader, submission.Handling, submission.Body);
        if (limits is not null && submission.ExpiresAt is { } at && (at <= limits.Now || at - limits.Now > MessageHeader.MaximumLife))
            reader.Refuse("expiresAt", ReceiptCode.TimesImplausible, MessageHeader.LifeText);
        return submission;
    }

    private static Handling ReadHandling(ObjectReader reader, SubmissionLimits? limits)
    {
        var handling = Handling.Read(reader);
        if (handling.Classification > limits?.MaximumClassification)
            reader.Refuse("classification", ReceiptCode.ClassificationTooHigh, $"This gateway sends at most {CodeNames<Classification>.Write(limits.MaximumClassification)}.");
        return handling;
    }
}
