using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Protocol.Life;

namespace Exchange.Cli.Messages;

/// <summary>What happened in an exchange as lines of text.</summary>
internal static partial class TimelineText
{
    /// <param name="entries">In order of time.</param>
    /// <param name="dueAt">When the answer is due, if that has its place among them.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<HistoryView> entries, DateTimeOffset? dueAt)
    {
        var earlier = dueAt is { } due ? entries.Count(entry => entry.At <= due) : entries.Count;
        return
        [
            .. entries.Take(earlier).SelectMany(Lines),
            .. dueAt is { } at ? [$"{ProtocolTime.Write(at)}  the answer is due"] : Array.Empty<string>(),
            .. entries.Skip(earlier).SelectMany(Lines),
        ];
    }

    private static IEnumerable<string> Lines(HistoryView entry) =>
        entry switch
        {
            { Message: { } message } =>
            [
                MessageText.Line(message),
                .. Says(entry) is { } says ? [$"    {says}"] : Array.Empty<string>(),
                .. new[] { MessageText.Pending(message), MessageText.Erased(message) }.OfType<string>(),
            ],
            { Group: HistoryGroup.Receipt } =>
            [
                $"{ProtocolTime.Write(entry.At)}  receipt for the {entry.Kind}: {Verdict(entry)}: exchange receipt {entry.MessageId}",
            ],
            _ => [$"{ProtocolTime.Write(entry.At)}  {entry.Event}{About(entry)}{By(entry)}{(Says(entry) is { } says ? $": {says}" : "")}"],
        };

    private static string Verdict(HistoryView receipt) =>
        receipt.Event == LedgerEvents.MessageDelivered ? "accepted" : $"REFUSED (receipt code {receipt.Code})";

    private static string About(HistoryView entry) => entry.MessageId is { } id ? $" {entry.Kind} {id}" : "";

    private static string By(HistoryView entry) =>
        entry.ActorName is { } name ? $" by {name}"
        : entry.Actor == "gateway" ? ""
        : $" by {entry.Actor}";

    private static string? Says(HistoryView entry) =>
        entry.Detail is { } detail ? string.Join(", ", detail.Select(member => $"{Words(member.Key)} {Text(member.Value)}")) : null;

    private static string Text(JsonNode? value) =>
        value switch
        {
            JsonArray several => string.Join(' ', several.Select(Text)),
            JsonValue one when one.TryGetValue<bool>(out var flag) => flag ? "yes" : "no",
            _ => $"{value}",
        };

    // newDueAt: new due at
    private static string Words(string name) => Capital().Replace(name, letter => $" {letter.Value.ToLowerInvariant()}");

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
