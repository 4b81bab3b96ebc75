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
    private readonly Dictionary<string, Entity> _known = new(StringComparer.Ordinal);
    private bool _knowsAll = true;

    public static void Check(ObjectReader message, Handling? handling, MessageBody? body) => body?.Check(new(message, handling));

    /// <summary>Must be called first: the other checks refer to entities.</summary>
    public void Entities(string list, IReadOnlyList<Entity> entities)
    {
        var once = new HashSet<(Type, object)>();
        // A reference may mean an entity that could not be read: then only that entity is at fault.
        _knowsAll =
            !message.Findings.AreAt(list)
            && entities.Index().All(entry => entry.Item is not null && !message.Findings.AreAt($"{list}/{entry.Index}/id"));
        foreach (var (index, entity) in Present(entities))
        {
            if (!_known.TryAdd(entity.Id, entity))
                message.RefuseAt($"{list}/{index}/id", "Another entity has this id.");
            if (entity.Once is { } only && !once.Add((entity.GetType(), only.Value)))
                message.RefuseAt($"{list}/{index}/{only.Member}", only.Text);
        }

        foreach (var (index, entity) in Present(entities))
            Check($"{list}/{index}", entity);
    }

    public void Links(string list, IReadOnlyList<EntityLink>? links)
    {
        foreach (var (index, link) in Present(links))
        {
            if (IsOther(link.From, found => found is not null))
                message.RefuseAt($"{list}/{index}/from", "Not the id of an entity of this message.");
            if (IsOther(link.To, found => found is not null))
                message.RefuseAt($"{list}/{index}/to", "Not the id of an entity of this message.");
            else if (link.From == link.To)
                message.RefuseAt($"{list}/{index}/to", "An entity cannot be linked to itself.");
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
        OwnCodes(pointer, item?.HandlingCodes);
    }

    /// <param name="list">The entities, of which one must be a victim.</param>
    /// <param name="place">Where the victim can be found.</param>
    /// <param name="whereabouts">What stands there.</param>
    public void HasVictim(string list, string place, string? whereabouts)
    {
        var victims = _known.Values.OfType<Victim>().ToList();
        if (_knowsAll && victims.TrueForAll(victim => victim.Status == VictimStatus.Not))
            message.RefuseAt(list, "One of the entities must be a victim, of a status other than 'not'.");
        var isWithheld = victims.Exists(victim => victim.LocationWithheld);
        if (_knowsAll && isWithheld == whereabouts is not null)
            message.RefuseAt(place, "The whereabouts must be absent if the location of a victim is withheld, and present if it is not.");
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

    private void Check(string pointer, Entity entity)
    {
        foreach (var reference in entity.References)
        {
            if (reference.Id is { } id && IsOther(id, found => reference.Fits(found) && !ReferenceEquals(found, entity)))
                message.RefuseAt($"{pointer}/{reference.Member}", reference.Text);
        }

        OwnCodes(pointer, entity.HandlingCodes);
        if (handling?.ContainsVictimData is false && entity.VictimMembers.Any(member => !message.Findings.AreAt($"{pointer}/{member}")))
            message.RefuseAt("/handling/containsVictimData", "This message has data of a victim.");
        if (message.Findings.IssuedAt is not { } at)
            return;
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        if (handling?.ContainsMinorData is false && entity.MinorMembers(day).Any(member => !message.Findings.AreAt($"{pointer}/{member}")))
            message.RefuseAt("/handling/containsMinorData", $"This message has data of a person under {BirthDate.Majority}.");
        foreach (var (member, text) in entity.Contradictions(id => _known.GetValueOrDefault(id), day))
            message.RefuseAt($"{pointer}/{member}", text);
    }

    // The text of H3 is in the handling of the message.
    private void OwnCodes(string pointer, IReadOnlyList<HandlingCode>? codes)
    {
        if (codes is null || handling is null)
            return;
        if (codes is [HandlingCode.H0] && handling.HandlingCodes.Any(code => code != HandlingCode.H0))
            message.RefuseAt($"{pointer}/handlingCodes", "It must not be less restricted than its message.");
        if (codes.Contains(HandlingCode.H3) && !handling.HandlingCodes.Contains(HandlingCode.H3))
            message.RefuseAt($"{pointer}/handlingCodes", "State H3 and its text in the handling of the message too.");
    }

    private bool IsOther(string id, Predicate<Entity?> fits) => _knowsAll && !fits(_known.GetValueOrDefault(id));

    private static IEnumerable<(int Index, T Item)> Present<T>(IReadOnlyList<T>? list)
        where T : class => (list ?? []).Index().Where(entry => entry.Item is not null);
}
