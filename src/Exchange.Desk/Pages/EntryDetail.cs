using System.Text.Json.Nodes;
using Exchange.Protocol.Life;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Pages;

/// <summary>What an entry of the timeline says besides what happened: a due time, a reason, an outcome.</summary>
/// <param name="Name">What it is, in the reader's language.</param>
/// <param name="Text">Its value in words; null for a time.</param>
/// <param name="At">A time; null for all others.</param>
internal sealed record EntryDetail(string Name, string? Text, DateTimeOffset? At)
{
    // Agreed times to answer, of which the due time is what counts; the id of another message; and what stands beside it anyway.
    private static readonly string[] Unsaid = ["spans", "concerns", "automatic", "count"];

    // A list of codes has words of its own for some.
    private static readonly Dictionary<string, string> Lists = new() { ["status"] = "actionStatus" };

    /// <param name="entry">Of the timeline.</param>
    /// <param name="own">Our party.</param>
    /// <param name="counterpart">The other party of the exchange.</param>
    /// <param name="words">Of the reader's language.</param>
    public static IEnumerable<EntryDetail> Of(HistoryView entry, string own, string counterpart, IStringLocalizer words)
    {
        // What is missing says something too.
        if (entry.Event == LedgerEvents.BringBackSet && entry.Detail?["at"] is null)
            yield return new(words["Bring back on"].Value, words["none"].Value, null);
        if (entry.Event == LedgerEvents.ExchangeAssigned && entry.Detail?["unit"] is null)
            yield return new(words["Unit"].Value, words["No unit"].Value, null);
        foreach (var (name, value) in entry.Detail ?? [])
        {
            if (value is null || Unsaid.Contains(name))
                continue;
            var isTime = ProtocolTime.TryParse(DetailForms.Text(value), out var at);
            yield return new(
                words[NameOf(entry.Event, name)].Value,
                isTime ? null : TextOf(entry, name, value, own, counterpart, words),
                isTime ? at : null
            );
        }
    }

    /// <summary>What a member of an entry is called, in English.</summary>
    public static string NameOf(string @event, string member) =>
        (@event, member) switch
        {
            (LedgerEvents.AnswerOverdue, "dueAt") => "Was due at",
            (LedgerEvents.AnswerOverdue, "ours") => "Who must answer",
            (LedgerEvents.SequenceGap, "ours") => "Whose message is missing",
            (LedgerEvents.BringBackSet, "at") => "Bring back on",
            (LedgerEvents.Equivocation, "first") => "First entry",
            (LedgerEvents.AccessDenied, "what") => "Reason",
            (_, "ownedBySender") => "Owner",
            (_, "withdrawn" or "erased") => "Messages",
            _ => Wording.Of(member),
        };

    /// <summary>True for what the timeline does not say.</summary>
    public static bool IsUnsaid(string member) => Unsaid.Contains(member);

    private static string TextOf(
        HistoryView entry,
        string name,
        JsonNode value,
        string own,
        string counterpart,
        IStringLocalizer words
    ) =>
        (name, value) switch
        {
            ("ours", JsonValue flag) => Countries.Party(flag.GetValue<bool>() ? own : counterpart),
            ("ownedBySender", JsonValue flag) => Countries.Party(flag.GetValue<bool>() == (entry.From == own) ? own : counterpart),
            ("what", _) when AccessText.Of(entry.Event, DetailForms.Text(value)) is { } said => words[said].Value,
            // Names that people gave.
            ("unit" or "officer", _) => $"{value}",
            (_, JsonArray list) => string.Join(", ", list.Select(item => Single(name, item!, words))),
            _ => Single(name, value, words),
        };

    private static string Single(string name, JsonNode value, IStringLocalizer words) =>
        value is JsonValue single && single.TryGetValue<bool>(out var flag) ? words[flag ? "Yes" : "No"].Value
        : DetailForms.Text(value) is { } code ? words.Code(Lists.GetValueOrDefault(name, name), code)
        : $"{value}";
}
