namespace Exchange.Gateway.People;

/// <summary>The names of those that our ledger names by ids, each looked up once.</summary>
internal sealed class ActorNames(SqlSession sql)
{
    private readonly Dictionary<string, string?> _names = new(StringComparer.Ordinal);

    /// <inheritdoc cref="Callers.NameOf"/>
    public string? Of(string actor) => _names.TryGetValue(actor, out var name) ? name : _names[actor] = Callers.NameOf(sql, actor);
}
