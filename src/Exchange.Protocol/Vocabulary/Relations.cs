using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// What members that are right alone must not be together (403), each fault at the member that is out of place. A body has its
/// own members checked; parts of it may be missing or at fault.
/// </summary>
internal sealed class Relations(ObjectReader message, Handling? handling)
{
    private const int Majority = 18;

    private readonly Dictionary<string, Entity> _known = new(StringComparer.Ordinal);

    public static void Check(ObjectReader message, Handling? handling, MessageBody? body) => body?.Check(new(message, handling));

    /// <summary>To be called first: others refer to entities.</summary>
    public void Entities(string list, IReadOnlyList<Entity> entities)
    {
        var once = new HashSet<object>();
        foreach (var (index, entity) in Present(entities))
        {
            if (!_known.TryAdd(entity.Id, entity))
                message.RefuseAt($"{list}/{index}/id", "Another entity has this id.");
            if (entity is RouteSegment segment && !once.Add(segment.Order))
                message.RefuseAt($"{list}/{index}/order", "Another segment of the route has this order.");
            if (entity is TravelDocument document && !once.Add((document.DocumentType, document.IssuingState, document.Number, document.Fraud)))
                message.RefuseAt($"{list}/{index}/number", "This document stands twice. Two of one number, of which one is bad, say so in 'fraud'.");
        }

        foreach (var (index, entity) in Present(entities))
        {
            if (entity is TravelDocument { Holder: { } holder } && _known.GetValueOrDefault(holder) is not Person)
                message.RefuseAt($"{list}/{index}/holder", "Not the id of a person in this message.");
            if (entity is RouteSegment { Carrier: { } carrier } && _known.GetValueOrDefault(carrier) is not (null or Vessel or Person))
                message.RefuseAt($"{list}/{index}/carrier", "The id of what carries nobody: a vessel, a person, or a name in words.");
            if (entity is Person person)
                Flags($"{list}/{index}", person);
        }
    }

    public void Questions(IReadOnlyList<Question> questions)
    {
        foreach (var (index, question) in Present(questions))
        {
            if (question.Number != index + 1)
                message.RefuseAt($"/body/questions/{index}/number", "The questions are numbered 1, 2, 3 and so on.");
            if (question.About is { } id && !_known.ContainsKey(id))
                message.RefuseAt($"/body/questions/{index}/about", "Not the id of a subject of this request.");
        }
    }

    public void Answers(IReadOnlyList<Answer> answers)
    {
        var answered = new HashSet<int>();
        foreach (var (index, answer) in Present(answers))
        {
            if (!answered.Add(answer.Question))
                message.RefuseAt($"/body/answers/{index}/question", "A question is answered once in a response.");
            Items($"/body/answers/{index}/items", answer.Items);
        }
    }

    private void Items(string list, IReadOnlyList<ItemOfInformation> items)
    {
        foreach (var (index, item) in Present(items))
        {
            if (item.Entity is { } id && !_known.ContainsKey(id))
                message.RefuseAt($"{list}/{index}/entity", "Not the id of an entity of this message.");
            if (item.HandlingCodes is [HandlingCode.H0] && handling?.HandlingCodes.Any(code => code != HandlingCode.H0) is true)
                message.RefuseAt($"{list}/{index}/handlingCodes", "An item is never less restricted than its message.");
        }
    }

    private void Flags(string pointer, Person person)
    {
        if (handling?.ContainsVictimData is false && person.Role is (PersonRole.Victim or PersonRole.SuspectedVictim) && !message.Findings.AreAt($"{pointer}/role"))
            message.RefuseAt("/handling/containsVictimData", "There is a victim in this message.");
        if (handling?.ContainsMinorData is false && IsMinor(person.BirthDate) && !message.Findings.AreAt($"{pointer}/birthDate/date"))
            message.RefuseAt("/handling/containsMinorData", $"There is a person under {Majority} in this message.");
    }

    // What is not known of a birth is set to the first, so nobody is younger than this.
    private bool IsMinor(BirthDate? birth) =>
        birth is { Date: var day } && message.Findings.IssuedAt is { } at && (day.Year + Majority, day.Month, day.Day).CompareTo((at.Year, at.Month, at.Day)) > 0;

    private static IEnumerable<(int Index, T Item)> Present<T>(IReadOnlyList<T>? list) where T : class => (list ?? []).Index().Where(entry => entry.Item is not null);
}
