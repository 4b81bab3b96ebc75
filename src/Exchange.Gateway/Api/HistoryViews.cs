using System.Text.Json.Nodes;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;

namespace Exchange.Gateway.Api;

/// <summary>What entries of an exchange do not say themselves: names of people, and how their messages stand now.</summary>
internal static class HistoryViews
{
    private const string Officer = "officer";

    public static List<HistoryView> WithMore(
        ExchangeDb db,
        SqlSession sql,
        ExchangeRow exchange,
        List<HistoryView> page,
        ILogger<MessageView> logger
    )
    {
        var indexes = page.Where(entry => entry.Group == HistoryGroup.Message).Select(entry => entry.Index).ToList();
        var rows = db.Messages.Where(row => row.Counterpart == exchange.Counterpart && indexes.Contains(row.EntryIndex)).ToList();
        var messages = MessageViews
            .WithMore(db, MessageViews.Of(rows, _ => exchange.Reference, logger))
            .ToDictionary(message => message.EntryIndex);
        var names = new ActorNames(sql);
        return page.ConvertAll(entry =>
            entry with
            {
                ActorName = names.Of(entry.Actor),
                Message = messages.GetValueOrDefault(entry.Index),
                Detail = WithName(entry.Detail, names),
            }
        );
    }

    private static JsonObject? WithName(JsonObject? detail, ActorNames names)
    {
        if (DetailForms.Text(detail?[Officer]) is { } id)
            detail![Officer] = names.Of($"{Caller.PersonActor}{id}") ?? id;
        return detail;
    }
}
