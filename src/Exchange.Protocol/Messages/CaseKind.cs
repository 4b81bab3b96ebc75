using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Messages;

/// <summary>Who may send a message of a kind.</summary>
public enum Speaker
{
    /// <summary>The party that opened the exchange.</summary>
    Opener,

    /// <summary>The other party.</summary>
    Asked,

    Either,

    /// <summary>The party that receives the information: the opener of an exchange that wants an answer, else the other one.</summary>
    Informed,

    /// <summary>The party that does the agreed action; either, if the message opens an exchange.</summary>
    Owner,
}

/// <summary>What the opening message of an exchange wants of the other side.</summary>
[Flags]
public enum Wanted
{
    Nothing = 1,
    Answer = 2,
    Consent = 4,

    /// <summary>That the owner does what was agreed.</summary>
    Action = 8,

    Any = Nothing | Answer | Consent | Action,
}

/// <summary>Whose message a body may name.</summary>
public enum NamedOf
{
    /// <summary>Its own sender's, in the same exchange.</summary>
    Sender,

    /// <summary>Its recipient's, in any exchange between the two, unless it was refused.</summary>
    Recipient,

    /// <summary>Either side's, in the same exchange, with the signature that is stated.</summary>
    Either,
}

/// <summary>A message that another one names.</summary>
/// <param name="Pointer">JSON pointer to its id.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="Of">Whose it must be.</param>
/// <param name="Signed">The digest of its detached signature, if it is named by that too.</param>
public sealed record NamedMessage(string Pointer, Guid MessageId, NamedOf Of, Digest? Signed = null)
{
    /// <summary>What of it is named too.</summary>
    public IReadOnlyList<NamedPart> Parts { get; init; } = [];
}

/// <summary>A part of a message that another one names.</summary>
/// <param name="Pointer">JSON pointer to where it is named.</param>
/// <param name="In">JSON pointer to the part, in the message that is named.</param>
/// <param name="IsItem">True if it must be an item of information.</param>
public sealed record NamedPart(string Pointer, string In, bool IsItem);

/// <summary>
/// Everything that defines a kind of case message. Reading, rules, life of an exchange, ledger entries, routes, documents and
/// commands derive from it: a new kind is one file, with its body and its definition, and one line in <see cref="CaseKinds"/>.
/// </summary>
public sealed class CaseKind : MessageKind
{
    private readonly bool? _follows;

    public required Type Body { get; init; }

    /// <summary>True if it opens an exchange.</summary>
    public bool Opens { get; init; }

    /// <summary>True if it is sent in an exchange that is open; if not said otherwise, it either opens or follows.</summary>
    public bool Follows
    {
        get => _follows ?? !Opens;
        init => _follows = value;
    }

    /// <summary>For a kind that opens: what it wants of the other side.</summary>
    public Wanted Wants { get; init; } = Wanted.Nothing;

    /// <summary>For a kind that follows: the exchanges in which it has a place.</summary>
    public Wanted In { get; init; } = Wanted.Any;

    public required Speaker Speaker { get; init; }

    /// <summary>Its verb in command line and API, such as <c>respond</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>What the verb does, in one sentence for an officer.</summary>
    public required string Summary { get; init; }

    /// <summary>What a ledger entry keeps of its body: never content.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Its step in the life of the exchange, by those facts.</summary>
    public Func<FactSet, LifeStep> Step { get; init; } = _ => LifeStep.None;

    /// <summary>The facts of each form that a message of it can have, as far as its step depends on them.</summary>
    public IReadOnlyList<FactSet> Forms { get; init; } = [FactSet.None];

    /// <summary>For a kind that asks: the number of questions, which are numbered from 1.</summary>
    public Func<FactSet, int?> Questions { get; init; } = _ => null;

    /// <summary>
    /// For a kind that answers: the questions that it answers; 0 stands for any question, if the entry does not have them.
    /// </summary>
    public Func<FactSet, IReadOnlyList<int>> Answered { get; init; } = _ => [];

    /// <summary>For a kind that may put off the due time: the new one.</summary>
    public Func<FactSet, DateTimeOffset?> NewDueAt { get; init; } = _ => null;

    /// <summary>For a kind that may say it: how the asked party can get at the information.</summary>
    public Func<FactSet, Access?> Access { get; init; } = _ => null;

    /// <summary>For a kind that closes: what came of the information.</summary>
    public Func<FactSet, FeedbackOutcome?> Outcome { get; init; } = _ => null;

    /// <summary>For a kind that takes back: of how many messages the other side must destroy what they say.</summary>
    public Func<FactSet, int?> TakesBack { get; init; } = _ => null;

    /// <summary>For a kind that says it: of how many messages that were taken back its sender has destroyed what they say.</summary>
    public Func<FactSet, int?> Destroys { get; init; } = _ => null;

    /// <summary>For a kind that opens: whether its sender is the one who must act, where that is not the other side anyway.</summary>
    public Func<FactSet, bool?> OwnedBySender { get; init; } = _ => null;

    /// <summary>The faults of a body against its exchange (403), given the questions that its sender answered before.</summary>
    public Func<ExchangeState, MessageBody, IReadOnlyCollection<int>, IEnumerable<Fault>> Against { get; init; } = (_, _, _) => [];

    /// <summary>The messages that a body names, which a gateway must have.</summary>
    public Func<MessageBody, IEnumerable<NamedMessage>> Names { get; init; } = _ => [];

    /// <summary>For a kind that opens: true if it is said to the whole party, so that it is no unit's own.</summary>
    public bool IsForAllUnits { get; init; }

    /// <summary>For a kind that opens: true if its recipient did not ask for it, and must get it in a language of its card.</summary>
    public bool IsOwnInitiative { get; init; }

    /// <summary>For a kind that opens: when an answer is due, by those facts; null for no deadline.</summary>
    public Func<FactSet, Term?> Term { get; init; } = _ => null;
}

/// <summary>The kinds of case messages.</summary>
public static class CaseKinds
{
    private static readonly Lock Adding = new();
    private static volatile CaseKind[] _all = [];
    private static volatile Fact[] _facts = [];

    public static CaseKind Request { get; } = Add(RequestBody.Definition);
    public static CaseKind Acknowledgement { get; } = Add(AcknowledgementBody.Definition);
    public static CaseKind Clarification { get; } = Add(ClarificationBody.Definition);
    public static CaseKind Response { get; } = Add(ResponseBody.Definition);
    public static CaseKind Refusal { get; } = Add(RefusalBody.Definition);
    public static CaseKind Extension { get; } = Add(ExtensionBody.Definition);
    public static CaseKind Reminder { get; } = Add(ReminderBody.Definition);
    public static CaseKind Feedback { get; } = Add(FeedbackBody.Definition);
    public static CaseKind Withdrawal { get; } = Add(WithdrawalBody.Definition);
    public static CaseKind Correction { get; } = Add(CorrectionBody.Definition);
    public static CaseKind SpontaneousInformation { get; } = Add(SpontaneousInformationBody.Definition);
    public static CaseKind SupportRequest { get; } = Add(SupportRequestBody.Definition);
    public static CaseKind FollowUpAction { get; } = Add(FollowUpActionBody.Definition);
    public static CaseKind ProtectionAlert { get; } = Add(ProtectionAlertBody.Definition);
    public static CaseKind LessonLearned { get; } = Add(LessonLearnedBody.Definition);
    public static CaseKind ConsentRequest { get; } = Add(ConsentRequestBody.Definition);
    public static CaseKind Consent { get; } = Add(ConsentBody.Definition);
    public static CaseKind ContactUpdate { get; } = Add(ContactUpdateBody.Definition);
    public static CaseKind Erasure { get; } = Add(ErasureBody.Definition);

    /// <summary>In the order of the vocabulary.</summary>
    public static IReadOnlyList<CaseKind> All => _all;

    /// <summary>Every fact of every kind, each name once.</summary>
    public static IReadOnlyList<Fact> Facts => _facts;

    public static CaseKind? Find(string code) => Array.Find(_all, kind => kind.Code == code);

    internal static CaseKind Add(CaseKind kind)
    {
        Set(all => [.. all, kind]);
        return kind;
    }

    internal static void Remove(CaseKind kind) => Set(all => [.. all.Where(other => other != kind)]);

    private static void Set(Func<CaseKind[], CaseKind[]> change)
    {
        lock (Adding)
        {
            _all = change(_all);
            _facts = [.. _all.SelectMany(kind => kind.Facts).DistinctBy(fact => fact.Name)];
        }
    }
}
