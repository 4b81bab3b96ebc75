namespace Exchange.Gateway.Api;

/// <summary>Drafts as the API shows them.</summary>
internal sealed class DraftViews(Database database)
{
    /// <summary>A draft without what it says.</summary>
    public DraftView Of(DraftRow draft)
    {
        using var sql = database.OpenSession();
        var exchange = draft.ExchangeId ?? (draft.State == DraftStatus.Sent ? draft.Id : null);
        return new(draft.Guid, draft.Counterpart, draft.Kind, draft.Author, draft.State, DateTimeOffset.FromUnixTimeMilliseconds(draft.UpdatedAt))
        {
            AuthorName = NameOf(sql, draft.Author),
            ExchangeId = Id(exchange),
            InReplyTo = Id(draft.InReplyTo),
            Reference = Id(exchange) is { } id ? ExchangeTable.Find(sql, PartyName.Parse(draft.Counterpart), id)?.Reference : null,
        };
    }

    private static string? NameOf(SqlSession sql, string actor) => actor.Split(':') switch
    {
        ["user", var id] => PeopleTable.Find(sql, id)?.Name,
        ["key", var id] => KeyTable.NameOf(sql, id),
        _ => null,
    };

    private static Guid? Id(string? text) => text is null ? null : Guid.Parse(text);
}
