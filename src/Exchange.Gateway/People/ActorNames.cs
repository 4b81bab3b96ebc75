using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.People;

/// <summary>The names of those that our ledger names by ids, each looked up once.</summary>
internal sealed class ActorNames(SqlSession sql)
{
    private readonly Dictionary<string, string?> _names = new(StringComparer.Ordinal);

    /// <summary>Whom a text may mean: an actor as the ledger names it, and a person and a machine's key by name.</summary>
    public static IReadOnlyList<string> Named(SqlSession sql, string text) =>
        [
            text,
            .. PeopleTable.Named(sql, text) is { } person ? [Caller.PersonActor + person.Id] : Array.Empty<string>(),
            .. KeyTable.Named(sql, text) is { } key ? [KeyTable.KeyActor + key.Id] : Array.Empty<string>(),
        ];

    /// <inheritdoc cref="Callers.NameOf"/>
    public string? Of(string actor) => _names.TryGetValue(actor, out var name) ? name : _names[actor] = Callers.NameOf(sql, actor);
}
