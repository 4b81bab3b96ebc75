using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Messages;

/// <summary>Who may send a message of a kind.</summary>
public enum Speaker
{
    /// <summary>The party that opened the exchange.</summary>
    Opener,

    /// <summary>The other party.</summary>
    Asked,

    Either,
}

/// <summary>
/// Everything that defines a kind of case message. Reading, rules, life of an exchange, ledger entries, routes, documents and
/// commands derive from it: a new kind is one file, with its body and its definition, and one line in <see cref="CaseKinds"/>.
/// </summary>
public sealed class CaseKind : MessageKind
{
    public required Type Body { get; init; }

    /// <summary>True if it opens an exchange; otherwise it answers the opening message.</summary>
    public bool Opens { get; init; }

    public required Speaker Speaker { get; init; }

    /// <summary>Its verb in command line and API, such as <c>respond</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>What the verb does, in one sentence for an officer.</summary>
    public required string Summary { get; init; }

    /// <summary>What a ledger entry keeps of its body: never content.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Its step in the life of the exchange, by those facts.</summary>
    public Func<FactSet, LifeStep> Step { get; init; } = _ => LifeStep.None;

    /// <summary>For a kind that asks: the number of questions, which are numbered from 1.</summary>
    public Func<FactSet, int?> Questions { get; init; } = _ => null;

    /// <summary>For a kind that answers: the questions that it answers; 0 stands for any question, if the entry does not have them.</summary>
    public Func<FactSet, IReadOnlyList<int>> Answered { get; init; } = _ => [];

    /// <summary>The faults of a body against its exchange (403), given the questions that its sender answered before.</summary>
    public Func<ExchangeState, MessageBody, IReadOnlyCollection<int>, IEnumerable<Fault>> Against { get; init; } = (_, _, _) => [];

    /// <summary>For a kind that opens: when an answer is due, by those facts; null for no deadline.</summary>
    public Func<FactSet, Term?> Term { get; init; } = _ => null;
}

/// <summary>The kinds of case messages.</summary>
public static class CaseKinds
{
    private static readonly Lock Adding = new();
    private static volatile CaseKind[] _all = [];
    private static volatile Fact[] _facts = [];

    public static CaseKind Request { get; } = Add(Vocabulary.RequestBody.Definition);
    public static CaseKind Acknowledgement { get; } = Add(Vocabulary.AcknowledgementBody.Definition);
    public static CaseKind Response { get; } = Add(Vocabulary.ResponseBody.Definition);

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
