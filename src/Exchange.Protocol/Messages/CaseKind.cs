using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Messages;

/// <summary>Who may send a message of a kind.</summary>
public enum Speaker
{
    /// <summary>Who has opened the exchange.</summary>
    Opener,

    /// <summary>The other side.</summary>
    Asked,

    Either,
}

/// <summary>
/// All that is true of a kind of case message. Reading, rules, life of an exchange, ledger entries, routes, documents and
/// commands follow from it: a new kind is one file with its body and this, and one line in <see cref="CaseKinds"/>.
/// </summary>
public sealed class CaseKind : MessageKind
{
    /// <summary>Type of its body.</summary>
    public required Type Body { get; init; }

    /// <summary>True if it opens an exchange; else it answers the message that did.</summary>
    public bool Opens { get; init; }

    public required Speaker Speaker { get; init; }

    /// <summary>The verb of command line and API, such as <c>respond</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>What the verb does, in one sentence for an officer.</summary>
    public required string Summary { get; init; }

    /// <summary>What a ledger entry keeps of it beside the header: never content.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The step in the life of its exchange that it is, by those facts.</summary>
    public Func<FactSet, LifeStep> Step { get; init; } = _ => LifeStep.None;

    /// <summary>Of a kind that asks: how many questions, numbered from 1.</summary>
    public Func<FactSet, int?> Questions { get; init; } = _ => null;

    /// <summary>Of a kind that answers: to which questions it gives an outcome; 0 stands for any, where the entry does not tell.</summary>
    public Func<FactSet, IReadOnlyList<int>> Answered { get; init; } = _ => [];

    /// <summary>What in a body does not fit the exchange (403), given the questions that its sender has answered before.</summary>
    public Func<ExchangeState, MessageBody, IReadOnlyCollection<int>, IEnumerable<Fault>> Against { get; init; } = (_, _, _) => [];

    /// <summary>Of a kind that opens: when an answer is due, by those facts; null for no deadline.</summary>
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
    internal static Fact[] Facts => _facts;

    public static CaseKind? Find(string code)
    {
        foreach (var kind in _all)
        {
            if (kind.Code == code)
                return kind;
        }

        return null;
    }

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
