using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Ledger.Merkle;
using Exchange.Protocol;

namespace Exchange.Ledger.Entries;

/// <summary>Whether an entry to be written has exactly what its event has, each in its form: so there is no room for content or names.</summary>
internal static partial class CatalogueCheck
{
    private const int MostNumbers = 100;
    private const int MostSettings = 64;

    /// <summary>What is wrong, or null.</summary>
    public static string? FaultOf(LeafDraft draft)
    {
        if (EventCatalogue.Find(draft.Event) is not { } entry)
            return $"There is no event {draft.Event}.";
        if (!Actor().IsMatch(draft.Actor))
            return $"{draft.Event} names no actor in its form.";
        var has = MembersOf(draft);
        if ((has & entry.Has) != entry.Has || (has & ~(entry.Has | entry.MayHave)) != 0)
            return $"{draft.Event} has {has}, not {entry.Has} and perhaps {entry.MayHave}.";
        return entry.Detail.Keys.FirstOrDefault(name => draft.Detail?[name] is null) is { } missing
            ? $"{draft.Event} lacks {missing}."
            : draft.Detail?.Select(member => FaultOf(entry, member.Key, member.Value)).OfType<string>().FirstOrDefault();
    }

    private static string? FaultOf(LedgerEvent entry, string name, JsonNode? value)
    {
        if (!entry.Detail.TryGetValue(name, out var form) && !entry.OptionalDetail.TryGetValue(name, out form))
            return $"{entry.Name} has no {name}.";
        return Has(form, value) ? null : $"{name} of {entry.Name} is not in its form.";
    }

    private static bool Has(DetailForm form, JsonNode? value) => form switch
    {
        DetailForm.Number => value is JsonValue number && ((number.TryGetValue<long>(out var large) && large >= 0) || (number.TryGetValue<int>(out var small) && small >= 0)),
        DetailForm.Numbers => value is JsonArray { Count: <= MostNumbers } numbers && numbers.All(number => Has(DetailForm.Number, number)),
        DetailForm.Flag => value is JsonValue flag && flag.TryGetValue<bool>(out _),
        DetailForm.Settings => value is JsonArray { Count: <= MostSettings } names && names.All(name => Text(name) is { } text && Setting().IsMatch(text)),
        _ => Text(value) is { } text && Has(form, text),
    };

    private static bool Has(DetailForm form, string text) => form switch
    {
        DetailForm.Time => ProtocolTime.TryParse(text, out _),
        DetailForm.Id => MessageId.TryParse(text, out _),
        DetailForm.Digest => Digest.TryParse(text, out _),
        DetailForm.Hash => MerkleHash.TryParse(text, out _),
        DetailForm.Code => Code().IsMatch(text),
        DetailForm.Origin => Origin().IsMatch(text),
        DetailForm.Reference => Protocol.Messages.ReferenceForm.IsOf(text, null, null),
        DetailForm.Version => Version().IsMatch(text),
        _ => false,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static LeafMember MembersOf(LeafDraft draft) =>
        Member(draft.Counterpart is not null, LeafMember.Counterpart)
        | Member(draft.ExchangeId is not null, LeafMember.ExchangeId)
        | Member(draft.MessageId is not null, LeafMember.MessageId)
        | Member(draft.Kind is not null, LeafMember.Kind)
        | Member(draft.Sequence is not null, LeafMember.Sequence)
        | Member(draft.Signed is not null, LeafMember.Signed)
        | Member(draft.Sealed is not null, LeafMember.Sealed)
        | Member(draft.Code is not null, LeafMember.Code);

    private static LeafMember Member(bool isThere, LeafMember member) => isThere ? member : LeafMember.None;

    // A role, a policy, or a user's opaque id: never a name.
    [GeneratedRegex("^(gateway|operator|token|auditor|unknown|policy:[a-z-]{1,40}|user:[0-9a-f-]{1,40})$")]
    private static partial Regex Actor();

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Za-z0-9:]{1,100}$")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^[^\s\p{C}+]{1,128}$")]
    private static partial Regex Origin();

    [GeneratedRegex("^[0-9A-Za-z.+-]{1,80}$")]
    private static partial Regex Version();
}
