using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>
/// What an officer submits: recipient, handling and body. The gateway adds ids, times, reference and
/// sequence. Holds content: prints as its body's kind.
/// </summary>
/// <param name="Counterpart">The recipient; absent in an answer, which goes to the party that asked.</param>
/// <param name="Handling">How the content must be handled.</param>
/// <param name="Body">The content.</param>
/// <param name="ExpiresAt">When it expires; 90 days from now if absent.</param>
public sealed record Submission(PartyName? Counterpart, Handling Handling, MessageBody Body, DateTimeOffset? ExpiresAt)
{
    /// <summary>Largest submission in bytes.</summary>
    public const int MaximumSize = MessageParser.MaximumSize;

    /// <summary>Reads the opening of an exchange: <c>{ "counterpart", "kind", "handling", "body", "expiresAt"? }</c>.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="isCounterpart">Whether a party is a known counterpart (354 if not); null accepts every party.</param>
    /// <param name="limits">What may be sent now (451, 501); null for no limits.</param>
    public static ReadResult<Submission> Read(
        ReadOnlyMemory<byte> json,
        Predicate<PartyName>? isCounterpart = null,
        SubmissionLimits? limits = null
    ) => StrictJson.Read(json, reader => ReadOpening(reader, isCounterpart, limits));

    /// <summary>Reads an answer: <c>{ "kind"?, "handling", "body", "expiresAt"? }</c>.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="kind">Kind of the answer.</param>
    /// <param name="limits">What may be sent now (451, 501); null for no limits.</param>
    public static ReadResult<Submission> ReadAnswer(ReadOnlyMemory<byte> json, CaseKind kind, SubmissionLimits? limits = null) =>
        StrictJson.Read(json, reader =>
        {
            if (reader.Has("kind") && reader.AnyText("kind") is { } text && text != kind.Code)
                reader.Refuse("kind", ReceiptCode.UnknownProtocolOrKind, $"The kind must be {kind.Code}, or absent.");
            return Read(reader, null, kind, limits);
        });

    /// <summary>Reads either, by the kind that it names: to check what is not submitted yet.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="limits">What may be sent now (451, 501).</param>
    /// <param name="isAnswer">True if it answers a message; else a kind that can do both opens an exchange if it names its
    /// counterpart.</param>
    public static ReadResult<Submission> ReadAny(ReadOnlyMemory<byte> json, SubmissionLimits limits, bool isAnswer = false) =>
        StrictJson.Read(json, reader =>
        {
            var text = reader.AnyText("kind");
            if (text is not null && CaseKinds.Find(text) is { } kind)
            {
                if (isAnswer && !kind.Follows)
                    reader.Refuse("kind", ReceiptCode.AgainstTheVocabulary, $"A {kind} opens an exchange and answers no message.");
                return kind.Opens && (!kind.Follows || (!isAnswer && reader.Has("counterpart")))
                    ? ReadOpening(reader, null, limits)
                    : Read(reader, null, kind, limits);
            }

            if (text is not null)
                reader.Refuse("kind", ReceiptCode.UnknownProtocolOrKind, $"The kind must be one of: {string.Join(", ", CaseKinds.All)}.");
            reader.IgnoreTheRest();
            return null!;
        });

    /// <summary>Notes the shape of a submission of a kind.</summary>
    internal static void Note(ObjectReader reader, CaseKind kind)
    {
        // A kind that also follows names its counterpart only when it opens an exchange.
        if (kind.Opens && (!kind.Follows || reader.Has("counterpart")))
            reader.Party("counterpart");
        if (kind.Opens || reader.Has("kind"))
            reader.NoteConstant("kind", kind.Code);
        Read(reader, null, kind, null);
    }

    public override string ToString() => Body.ToString();

    private static Submission ReadOpening(ObjectReader reader, Predicate<PartyName>? isCounterpart, SubmissionLimits? limits)
    {
        var counterpart = reader.Party("counterpart");
        if (counterpart is not null && limits?.MaximumTo is { } maximum)
            limits = limits with { MaximumClassification = maximum(counterpart), Languages = limits.LanguagesOf?.Invoke(counterpart) };
        if (counterpart is not null && isCounterpart?.Invoke(counterpart) is false)
        {
            reader.Refuse(
                "counterpart",
                ReceiptCode.UnknownParty,
                "No card of this party has been imported. Import and confirm its card first."
            );
        }

        var text = reader.Text("kind", 64);
        var kind = CaseKinds.Find(text) is { Opens: true } opening ? opening : null;
        if (text.Length > 0 && kind is null)
        {
            reader.Refuse(
                "kind",
                ReceiptCode.UnknownProtocolOrKind,
                $"The kind must be one that opens an exchange: {string.Join(", ", CaseKinds.All.Where(each => each.Opens))}."
            );
        }

        var submission = Read(reader, counterpart, kind ?? CaseKinds.Request, limits);
        submission.Body?.CheckOpening(reader);
        return submission;
    }

    private static Submission Read(ObjectReader reader, PartyName? counterpart, CaseKind kind, SubmissionLimits? limits)
    {
        (reader.Findings.IssuedAt, reader.Findings.IsOfWriter, reader.Findings.Locodes) = (
            limits?.Now,
            limits is not null,
            limits?.Locodes
        );
        var submission = new Submission(
            counterpart,
            reader.Object("handling", handling => ReadHandling(handling, limits)),
            reader.Object("body", kind.Read),
            reader.OptionalTime("expiresAt")
        );
        Relations.Check(reader, submission.Handling, submission.Body);
        if (
            kind.IsOwnInitiative
            && limits?.Languages is { } languages
            && submission.Handling is { } said
            && !languages.Contains(said.Language)
        )
        {
            reader.RefuseAt(
                "/handling/language",
                $"Its recipient takes what it did not ask for in these languages alone: {string.Join(", ", languages)}."
            );
        }

        if (limits is not null && submission.ExpiresAt is { } at && (at <= limits.Now || at - limits.Now > MessageHeader.MaximumLife))
            reader.Refuse("expiresAt", ReceiptCode.TimesImplausible, MessageHeader.LifeText);
        return submission;
    }

    private static Handling ReadHandling(ObjectReader reader, SubmissionLimits? limits)
    {
        var handling = Handling.Read(reader);
        if (handling.Classification > limits?.MaximumClassification)
        {
            reader.Refuse(
                "classification",
                ReceiptCode.ClassificationTooHigh,
                $"This gateway sends at most {CodeNames<Classification>.Write(limits.MaximumClassification)} here."
            );
        }

        if (handling.RetainUntil > limits?.RetainAtMost)
        {
            reader.Refuse(
                "retainUntil",
                ReceiptCode.AgainstTheVocabulary,
                FormattableString.Invariant($"What this gateway sends may be kept until {limits.RetainAtMost:yyyy-MM-dd} at most.")
            );
        }

        return handling;
    }
}

/// <summary>What a gateway may send now. A submission that fails them may have been valid earlier.</summary>
/// <param name="Now">UTC.</param>
/// <param name="MaximumClassification">Highest classification that it may send.</param>
public sealed record SubmissionLimits(DateTimeOffset Now, Classification MaximumClassification)
{
    /// <summary>The highest to a counterpart that the submission itself names, if it is another one.</summary>
    public Func<PartyName, Classification>? MaximumTo { get; init; }

    /// <summary>Languages in which the recipient takes what it did not ask for; null for any.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>The same of a counterpart that the submission itself names.</summary>
    public Func<PartyName, IReadOnlyList<string>?>? LanguagesOf { get; init; }

    /// <summary>Last day on which what it sends may be kept; null for any.</summary>
    public DateOnly? RetainAtMost { get; init; }

    /// <summary>All UN/LOCODEs, to warn of a code that is none; null if the list is not at hand.</summary>
    public IReadOnlySet<string>? Locodes { get; init; }
}

/// <summary>Answer to a submission: the message is signed, recorded and in the outbox.</summary>
/// <param name="MessageId">Id of the message.</param>
/// <param name="ExchangeId">Id of its exchange.</param>
/// <param name="Reference">Reference of its exchange.</param>
/// <param name="Signed">Digest of the signature.</param>
/// <param name="Warnings">What its writer should check again; the message was sent nevertheless.</param>
public sealed record SubmittedView(Guid MessageId, Guid ExchangeId, string Reference, Digest Signed, IReadOnlyList<WarningView> Warnings);

/// <summary>What checking a submission without sending it came to.</summary>
/// <param name="Kind">Its kind; absent if it is faulty.</param>
/// <param name="Faults">All reasons to refuse it.</param>
/// <param name="Warnings">What its writer should check again.</param>
public sealed record CheckedView(string? Kind, IReadOnlyList<FaultView> Faults, IReadOnlyList<WarningView> Warnings);

/// <summary>A reason to refuse a submission.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member, from the submission; empty for the whole.</param>
/// <param name="Code">The receipt code that a message with this fault would get.</param>
/// <param name="Detail">A sentence; it never repeats the value.</param>
public sealed record FaultView(string Pointer, int Code, string Detail);

/// <summary>A value that is often a mistake, but may be intended.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member, from the submission.</param>
/// <param name="Detail">A sentence; it never repeats the value.</param>
public sealed record WarningView(string Pointer, string Detail);
