using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Exchange.Ledger.Entries;

/// <summary>Checks that a draft has exactly the members of its event, all well-formed, so that it cannot hold content or names.</summary>
internal static partial class CatalogueCheck
{
    /// <summary>The fault, or null.</summary>
    public static string? FaultOf(LeafDraft draft)
    {
        if (EventCatalogue.Find(draft.Event) is not { } entry)
            return $"There is no event {draft.Event}.";
        if (draft.Actor is { } actor && !Actor().IsMatch(actor))
            return $"The actor of {draft.Event} is malformed.";
        var has = MembersOf(draft);
        if ((has & entry.Has) != entry.Has || (has & ~(entry.Has | entry.MayHave)) != 0)
            return $"{draft.Event} has {has}, not {entry.Has} and perhaps {entry.MayHave}.";
        return entry.Detail.Keys.FirstOrDefault(name => draft.Detail?[name] is null) is { } missing
            ? $"{draft.Event} lacks {missing}."
            : draft.Detail?.Select(member => FaultOf(entry, member.Key, member.Value)).OfType<string>().FirstOrDefault();
    }

    private static string? FaultOf(LedgerEvent entry, string name, JsonNode? value)
    {
        if (entry.FormOf(name) is not { } form)
            return $"{entry.Name} has no {name}.";
        return DetailForms.Has(form, value) ? null : $"{name} of {entry.Name} is malformed.";
    }

    private static LeafMember MembersOf(LeafDraft draft) =>
        (draft.Counterpart is null ? 0 : LeafMember.Counterpart)
        | (draft.ExchangeId is null ? 0 : LeafMember.ExchangeId)
        | (draft.MessageId is null ? 0 : LeafMember.MessageId)
        | (draft.Kind is null ? 0 : LeafMember.Kind)
        | (draft.Sequence is null ? 0 : LeafMember.Sequence)
        | (draft.Signed is null ? 0 : LeafMember.Signed)
        | (draft.Sealed is null ? 0 : LeafMember.Sealed)
        | (draft.Code is null ? 0 : LeafMember.Code);

    // A role, a policy, or the opaque id of a person or a key; never a name.
    [GeneratedRegex("^(gateway|operator|token|auditor|unknown|policy:[a-z-]{1,40}|(user|key):[0-9a-f-]{1,40})$")]
    private static partial Regex Actor();
}
