using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// Checks members against each other (403): each may be valid alone and wrong with the others. Each body calls the checks of its
/// members; parts of it may be missing or at fault.
/// </summary>
internal sealed class Relations(ObjectReader message, Handling? handling)
{
    private const int Majority = 18;

    private readonly Dictionary<string, Entity> _known = new(StringComparer.Ordinal);
    private bool _knowsAll = true;

    public static void Check(ObjectReader message, Handling? handling, MessageBody? body) => body?.Check(new(message, handling));

    /// <summary>Must be called first: the other checks refer to entities.</summary>
    public void Entities(string list, IReadOnlyList<Entity> entities)
    {
        var once = new HashSet<object>();
        // A reference may mean an entity that could not be read: then only that entity is at fault.
        _knowsAll = !message.Findings.AreAt(list) && entities.Index().All(entry => entry.Item is not null && !message.Findings.AreAt($"{list}/{entry.Index}/id"));
        foreach (var (index, entity) in Present(entities))
        {
            if (!_known.TryAdd(entity.Id, entity))
                message.RefuseAt($"{list}/{index}/id", "Another entity has this id.");
            if (entity is RouteSegment segment && !once.Add(segment.Order))
                message.RefuseAt($"{list}/{index}/order", "Another segment of the route has this order.");
            if (entity is TravelDocument document && !once.Add((document.DocumentType, document.IssuingState, document.Number, document.Fraud)))
                message.RefuseAt($"{list}/{index}/number", "The same document occurs twice. If one of the two is a forgery, say so in its 'fraud'.");
        }

        foreach (var (index, entity) in Present(entities))
        {
            if (entity is TravelDocument { Holder: { } holder } && IsOther(holder, found => found is Person))
                message.RefuseAt($"{list}/{index}/holder", "Not the id of a person in this message.");
            if (entity is RouteSegment { Carrier: { } carrier } && IsOther(carrier, found => found is null or Vessel or Person))
                message.RefuseAt($"{list}/{index}/carrier", "Not the id of a vessel or a person. Use one of these, or a name in words.");
            if (entity is Person person)
                Flags($"{list}/{index}", person);
        }
    }

    public void Questions(IReadOnlyList<Question> questions)
    {
        foreach (var (index, question) in Present(questions))
        {
            if (question.Number != index + 1)
                message.RefuseAt($"/body/questions/{index}/number", "The questions must be numbered 1, 2, 3 and so on.");
            if (question.About is { } id && IsOther(id, found => found is not null))
                message.RefuseAt($"/body/questions/{index}/about", "Not the id of a subject of this request.");
        }
    }

    public void Answers(IReadOnlyList<Answer> answers)
    {
        var answered = new HashSet<int>();
        foreach (var (index, answer) in Present(answers))
        {
            if (!answered.Add(answer.Question))
                message.RefuseAt($"/body/answers/{index}/question", "A response must answer a question only once.");
            Items($"/body/answers/{index}/items", answer.Items);
        }
    }

    public void Items(string list, IReadOnlyList<ItemOfInformation> items)
    {
        foreach (var (index, item) in Present(items))
            Item($"{list}/{index}", item);
    }

    public void Item(string pointer, ItemOfInformation? item)
    {
        if (item?.Entity is { } id && IsOther(id, found => found is not null))
            message.RefuseAt($"{pointer}/entity", "Not the id of an entity of this message.");
        if (item?.HandlingCodes is [HandlingCode.H0] && handling?.HandlingCodes.Any(code => code != HandlingCode.H0) is true)
            message.RefuseAt($"{pointer}/handlingCodes", "An item must not be less restricted than its message.");
    }

    public void HasVictim()
    {
        if (handling?.ContainsVictimData is false)
            message.RefuseAt("/handling/containsVictimData", "This message is about a victim.");
    }

    public void HasNoPersonalData()
    {
        if (handling?.ContainsVictimData is true)
            message.RefuseAt("/handling/containsVictimData", "A message of this kind must have no personal data.");
        if (handling?.ContainsMinorData is true)
            message.RefuseAt("/handling/containsMinorData", "A message of this kind must have no personal data.");
    }

    private bool IsOther(string id, Predicate<Entity?> fits) => _knowsAll && !fits(_known.GetValueOrDefault(id));

    private void Flags(string pointer, Person person)
    {
        if (handling?.ContainsVictimData is false && person.Role is (PersonRole.Victim or PersonRole.SuspectedVictim) && !message.Findings.AreAt($"{pointer}/role"))
            message.RefuseAt("/handling/containsVictimData", "A person in this message is a victim.");
        if (handling?.ContainsMinorData is false && IsMinor(person.BirthDate) && !message.Findings.AreAt($"{pointer}/birthDate/date"))
            message.RefuseAt("/handling/containsMinorData", $"A person in this message is under {Majority}.");
    }

    // Unknown parts of a birth date are set to the first day or month, so the person cannot be older than this.
    private bool IsMinor(BirthDate? birth) =>
        birth is { Date: var day } && message.Findings.IssuedAt is { } at && (day.Year + Majority, day.Month, day.Day).CompareTo((at.Year, at.Month, at.Day)) > 0;

    private static IEnumerable<(int Index, T Item)> Present<T>(IReadOnlyList<T>? list) where T : class => (list ?? []).Index().Where(entry => entry.Item is not null);
}
